import type { Ajv2020 } from 'ajv/dist/2020.js'
import type { Violation } from '../../contract/contract.ts'
import { explain } from '../../contract/schema/explain.ts'
import { newAjv } from '../../contract/schema/load-ajv.ts'
import type { Schema } from './closed.ts'
import { type SchemaName, schemas } from './schemas.ts'

/** A schema together with the type that it stands for. */
export interface Shape<T> {
  /** As the OpenAPI document has it. */
  readonly schema: Schema
  is(value: unknown): value is T
  /** Every departure; empty for what `is` accepts. */
  violations(value: unknown): readonly Violation[]
}

type Validator<T> = (value: unknown) => value is T

const root = 'watertight:control'
let compiler: Ajv2020 | undefined

function ajv(): Ajv2020 {
  compiler ??= newAjv({
    strict: true,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    keywords: ['components'],
  }).addSchema({ $id: root, components: { schemas } })
  return compiler
}

/** Something that goes over the control port. */
export function message<T>(name: SchemaName): Shape<T> {
  const address = `#/components/schemas/${name}`
  return shape({ $ref: address }, { $ref: root + address })
}

/** Parameters of a path or a query: each a text or an integer. */
export function parametersShape<T>(schema: Schema): Shape<T> {
  return shape(schema, schema)
}

function shape<T>(published: Schema, compiled: Schema): Shape<T> {
  let validator: (Validator<T> & { errors?: Parameters<typeof explain>[0] | null }) | undefined
  const compile = () => {
    validator ??= ajv().compile<T>(compiled)
    return validator
  }
  return {
    schema: published,
    is: (value): value is T => compile()(value),
    violations: (value) => {
      const validate = compile()
      return validate(value) ? [] : explain(validate.errors ?? [], () => [])
    },
  }
}
