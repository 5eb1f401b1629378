import { _, Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import type { Cursor } from '../document/cursor.ts'
import type { Documents } from '../document/read-documents.ts'
import { fast, withDocuments } from './ajv.ts'

/**
 * The source of a CommonJS module for `readyValidators`: what `fastAjv` would compile these schemas to, at the first use of
 * each and in tens of milliseconds. For the build.
 * @param addresses of schemas, by name
 */
export function validatorModule(
  documents: Documents,
  roots: readonly Cursor[],
  addresses: Readonly<Record<string, string>>,
): string {
  const ajv = new Ajv2020({ ...fast, code: { source: true, formats: _`formats` } })
  const code = standalone.default(withDocuments(ajv, documents, roots), addresses)
  return `'use strict'\nmodule.exports = (formats, require) => { const exports = {}; ${code}; return exports }\n`
}
