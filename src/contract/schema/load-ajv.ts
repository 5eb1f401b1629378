import { createRequire } from 'node:module'
import type { Ajv2020, Options } from 'ajv/dist/2020.js'

/** Ajv, loaded with its first use: a process that serves proven contracts is ready before it has to judge anything. */
export function newAjv(options: Options): Ajv2020 {
  const ajv: typeof import('ajv/dist/2020.js') = createRequire(import.meta.url)('ajv/dist/2020.js')
  return new ajv.Ajv2020(options)
}
