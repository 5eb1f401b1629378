import type { Ajv2020, AnySchemaObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Violation } from '../contract.ts'
import { addressOf, below, type Cursor, members, placeOf, stepsOf } from '../document/cursor.ts'
import { type Documents, follow } from '../document/read-documents.ts'
import { Fault, type Place } from '../fault.ts'
import { isRecord, pathOf } from '../pointer.ts'
import { explainingAjv, fastAjv } from './ajv.ts'
import { explain } from './explain.ts'
import type { TagsOf } from './violation.ts'
import { schemasIn } from './walk.ts'

/** A schema in two forms: one that says yes or no within microseconds, and one that says why. */
export interface CompiledSchema {
  accepts(value: unknown): boolean
  /** Empty when it accepts. */
  violations(value: unknown): readonly Violation[]
}

/** Compiles schemas of one set of documents. */
export interface SchemaCompiler {
  /** @throws Fault E_CONTRACT_SCHEMA */
  compile(at: Cursor): CompiledSchema
  /** Where the schema breaks the rules of JSON Schema itself. */
  metaFaults(at: Cursor): Fault[]
}

/** @param roots every schema whose unions may be met, for their tags */
export function schemaCompiler(documents: Documents, roots: readonly Cursor[]): SchemaCompiler {
  const fast = fastAjv(documents, roots)
  const tagsOf = readTags(documents, roots)
  let explaining: Ajv2020 | undefined
  return {
    compile(at) {
      const accepts = compiled(fast, at)
      let check: ValidateFunction | undefined
      return {
        accepts,
        violations(value) {
          if (accepts(value)) return []
          explaining ??= explainingAjv(documents, roots)
          check ??= compiled(explaining, at)
          return check(value) ? [] : explain(check.errors ?? [], tagsOf)
        },
      }
    },
    metaFaults: (at) => metaFaults(fast, at),
  }
}

function compiled(ajv: Ajv2020, at: Cursor): ValidateFunction {
  try {
    const validate = ajv.getSchema(addressOf(at))
    if (validate !== undefined) return validate
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('E_CONTRACT_SCHEMA', `a schema does not compile: ${message.replace(/ at "[^"]*"/, '')}`, {
      place: placeIn(message, at),
      hint: 'Mend the schema; contracts/README.md says how one is written.',
      cause,
    })
  }
  throw new Fault('E_CONTRACT_SCHEMA', 'no schema stands here', { place: placeOf(at), hint: 'Write the schema.' })
}

/** Ajv names the place of a strict-mode error in its message, as steps behind the address of a schema that has one. */
function placeIn(message: string, at: Cursor): Place {
  const [uri, ...steps] = (/ at "([^"]*)"/.exec(message)?.[1] ?? '').split('#')
  return uri === at.document.uri ? at.document.yaml.place(stepsOf(steps.join(''))) : placeOf(at)
}

function metaFaults(ajv: Ajv2020, at: Cursor): Fault[] {
  const schema = at.value
  if (!isSchema(schema) || ajv.validateSchema(schema) === true) return []
  return (ajv.errors ?? [])
    .filter((error) => error.keyword !== 'allOf' && error.keyword !== '$dynamicRef')
    .map((error) => {
      const where = below(at, ...pathOf(error.instancePath))
      const allowed = error.params['allowedValues'] ?? error.params['type']
      return new Fault('E_CONTRACT_SCHEMA', `not a JSON Schema: wrong value (${error.keyword})`, {
        place: placeOf(where),
        hint: `Allowed here: ${[allowed ?? 'see JSON Schema 2020-12'].flat().join(', ')}.`,
      })
    })
}

function isSchema(value: unknown): value is AnySchemaObject {
  return isRecord(value)
}

function readTags(documents: Documents, roots: readonly Cursor[]): TagsOf {
  const tags = new Map<unknown, readonly string[]>()
  for (const { at } of roots.flatMap((root) => schemasIn(root))) {
    const name = below(at, 'discriminator', 'propertyName').value
    if (typeof name !== 'string') continue
    const branches = members(below(at, 'oneOf')).map((branch) => follow(documents, branch))
    tags.set(
      at.value,
      branches.flatMap((branch) => choicesOf(below(branch, 'properties', name).value)),
    )
  }
  return (union) => tags.get(union) ?? []
}

function choicesOf(schema: unknown): string[] {
  if (!isRecord(schema)) return []
  return [schema['enum'] ?? schema['const']].flat().filter((choice) => typeof choice === 'string')
}
