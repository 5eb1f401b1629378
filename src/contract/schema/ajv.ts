import type { Ajv2020, Options } from 'ajv/dist/2020.js'
import { addressOf, type Cursor } from '../document/cursor.ts'
import type { Documents } from '../document/read-documents.ts'
import { isRecord } from '../pointer.ts'
import { ownKeywords } from './keywords.ts'
import { newAjv } from './load-ajv.ts'

/** Formats that a contract may name. Anything else does not compile. */
export const formats: Readonly<Record<string, RegExp | ((text: string) => boolean)>> = {
  uri: (text: string) => URL.canParse(text),
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
}

/** Ajv looks at a whole document before it looks at a schema in it. To the lint these are no keywords. */
const documentKeys = ['openapi', 'info', 'servers', 'paths', 'components']

const strictest: Options = {
  strict: true,
  // A branch may demand a member that its parent describes.
  strictRequired: false,
  allowUnionTypes: true,
  discriminator: true,
  formats,
  keywords: [...ownKeywords, ...documentKeys],
  // Documents that hold more than schemas; the schemas in them are checked one by one.
  validateSchema: false,
  logger: false,
  // Every named schema becomes one function, and its code is taken as it comes: compiling costs more than it gains.
  inlineRefs: false,
  code: { optimize: false },
}

/** Stops at the first error and says little about it: for the hot path. */
export const fast: Options = { ...strictest, messages: false }

export function fastAjv(documents: Documents, roots: readonly Cursor[]): Ajv2020 {
  return withDocuments(newAjv(fast), documents, roots)
}

/** Collects every error together with the schema and the value that it is about. */
export function explainingAjv(documents: Documents, roots: readonly Cursor[]): Ajv2020 {
  return withDocuments(newAjv({ ...strictest, allErrors: true, verbose: true }), documents, roots)
}

/** Every root has an address of its own, or Ajv would compile it again for each document that refers to it. */
export function withDocuments(ajv: Ajv2020, documents: Documents, roots: readonly Cursor[]): Ajv2020 {
  for (const [uri, document] of documents.all) {
    if (isRecord(document.yaml.value)) ajv.addSchema(document.yaml.value, uri)
  }
  for (const root of roots) {
    if (isRecord(root.value)) ajv.addSchema(root.value, addressOf(root))
  }
  return ajv
}
