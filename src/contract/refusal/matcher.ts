import type { Ajv2020, Options } from 'ajv/dist/2020.js'
import { newAjv } from '../schema/load-ajv.ts'

/** Whether a value matches one of a rule's own small schemas. */
export type Matches = (value: unknown) => boolean

/** Throws what Ajv throws for a schema that does not compile. */
export type Matcher = (schema: Readonly<Record<string, unknown>>) => Matches

/** @param proven the schemas are known to compile: each is compiled when it is first needed */
export function ruleMatcher(proven: boolean): Matcher {
  // Schemas of rules speak about parts of a body whose types the contract has already settled.
  const options: Options = {
    strict: true,
    strictTypes: false,
    strictRequired: false,
    logger: false,
    validateSchema: !proven,
  }
  if (!proven) {
    const ajv = newAjv(options)
    return (schema) => ajv.compile(schema)
  }
  let ajv: Ajv2020 | undefined
  return (schema) => {
    let matches: Matches | undefined
    return (value) => {
      ajv ??= newAjv(options)
      matches ??= ajv.compile(schema)
      return matches(value)
    }
  }
}
