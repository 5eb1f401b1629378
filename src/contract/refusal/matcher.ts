import { Ajv2020 } from 'ajv/dist/2020.js'

/** Whether a value matches one of a rule's own small schemas. */
export type Matches = (value: unknown) => boolean

/** Throws what Ajv throws for a schema that does not compile. */
export type Matcher = (schema: Readonly<Record<string, unknown>>) => Matches

/** @param proven the schemas are known to compile: each is compiled when it is first needed */
export function ruleMatcher(proven: boolean): Matcher {
  // Schemas of rules speak about parts of a body whose types the contract has already settled.
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    logger: false,
    validateSchema: !proven,
  })
  if (!proven) return (schema) => ajv.compile(schema)
  return (schema) => {
    let matches: Matches | undefined
    return (value) => {
      matches ??= ajv.compile(schema)
      return matches(value)
    }
  }
}
