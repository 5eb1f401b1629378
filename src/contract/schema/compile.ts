import type { Ajv2020, AnySchemaObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { Violation } from '../contract.ts'
import { addressOf, below, type Cursor, members, placeOf, rootOf, stepsOf } from '../document/cursor.ts'
import { type Documents, follow } from '../document/read-documents.ts'
import { Fault, type Place } from '../fault.ts'
import { once } from '../once.ts'
import { isRecord, pathOf } from '../pointer.ts'
import { explainingAjv, fastAjv } from './ajv.ts'
import { explain } from './explain.ts'
import { lintSchema } from './lint.ts'
import type { ReadyValidators } from './ready-validators.ts'
import type { TagsOf } from './violation.ts'
import { schemaRoots, schemasIn } from './walk.ts'

/** A schema in two forms: one that says yes or no within microseconds, and one that says why. */
export interface CompiledSchema {
  accepts(value: unknown): boolean
  /** Empty when it accepts. */
  violations(value: unknown): readonly Violation[]
}

/** Compiles schemas of one set of documents. */
export interface SchemaCompiler {
  /** @throws Fault E_CONTRACT_SCHEMA; of proven documents at the first use, and then never */
  compile(at: Cursor): CompiledSchema
  /** All that was compiled, or will be when it is needed. */
  readonly schemas: readonly Cursor[]
  /** Where the schemas break the rules of a contract, or those of JSON Schema itself. */
  faults(): Fault[]
}

export interface CompilerOptions {
  /** Every schema is known to compile: each is compiled when it is first needed. */
  readonly proven: boolean
  /** By address. What is not among them is compiled here. */
  readonly ready: ReadyValidators | undefined
}

export function schemaCompiler(documents: Documents, { proven, ready }: CompilerOptions): SchemaCompiler {
  const roots = once(() => rootsOf(documents))
  const fast = once(() => fastAjv(documents, roots()))
  const explaining = once(() => explainingAjv(documents, roots()))
  const tagsOf = once(() => readTags(documents, roots()))
  const schemas: Cursor[] = []
  return {
    schemas,
    compile(at) {
      schemas.push(at)
      const accepts = once(() => ready?.(addressOf(at)) ?? compiled(fast(), at))
      const check = once(() => compiled(explaining(), at))
      if (!proven) accepts()
      return {
        accepts: (value) => accepts()(value),
        violations(value) {
          if (accepts()(value)) return []
          const explained = check()
          return explained(value) ? [] : explain(explained.errors ?? [], tagsOf())
        },
      }
    },
    faults: () => [...roots().flatMap(lintSchema), ...roots().flatMap((root) => metaFaults(fast(), root))],
  }
}

export function rootsOf(documents: Documents): readonly Cursor[] {
  return [...documents.all.values()].flatMap((document) => schemaRoots(rootOf(document)))
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
