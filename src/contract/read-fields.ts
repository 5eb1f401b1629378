import { below, type Cursor } from './document/cursor.ts'
import { type Documents, follow } from './document/read-documents.ts'
import type { FormField } from './form-field.ts'

/** Deeper names are taken as they stand. */
const maximumSteps = 8

interface Placed {
  /** Of the name, from here on: `[seconds]` of `expires_after[seconds]`; an empty step adds to a list. */
  readonly steps: readonly string[]
  readonly value: FormField['value']
}

/**
 * Fields with names such as `purpose`, `expires_after[seconds]` and `include[]` as one object. A text becomes a number or a
 * boolean where the schema wants one and it reads like one. A name that comes again is a list, for the schema to object to.
 * Total: any names may come.
 */
export function readFields(
  documents: Documents,
  fields: readonly FormField[],
  schemaOf: (name: string) => Cursor | undefined,
): Readonly<Record<string, unknown>> {
  const read = (placed: readonly Placed[], describe: (name: string) => Cursor | undefined) =>
    Object.fromEntries(
      [...byFirstStep(placed)].map(([name, rest]) => [
        name,
        valueBelow(rest, followed(documents, describe(name)), read),
      ]),
    )
  return read(
    fields.map(({ name, value }) => ({ steps: stepsOf(name), value })),
    schemaOf,
  )
}

/** `a[b][]` is `a`, `b` and an empty step. */
function stepsOf(name: string): readonly string[] {
  const [, head, rest = ''] = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name) ?? []
  if (head === undefined) return [name]
  const steps = [head, ...rest.slice(1, -1).split('][')]
  return steps.length > maximumSteps ? [name] : steps
}

function byFirstStep(placed: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const { steps, value } of placed) {
    const [first = '', ...rest] = steps
    const group = groups.get(first) ?? []
    groups.set(first, group)
    group.push({ steps: rest, value })
  }
  return groups
}

type ReadObject = (
  placed: readonly Placed[],
  describe: (name: string) => Cursor | undefined,
) => Readonly<Record<string, unknown>>

/** Everything that came below one name. */
function valueBelow(placed: readonly Placed[], schema: Cursor | undefined, read: ReadObject): unknown {
  const own = placed.filter(({ steps }) => steps.length === 0).map(({ value }) => typed(value, typesOf(schema)))
  const items = placed.filter(isItem).map(({ value }) => typed(value, typesOf(schema && below(schema, 'items'))))
  const members = placed.filter((one) => one.steps.length > 0 && !isItem(one))
  const object = members.length === 0 ? [] : [read(members, (name) => schema && below(schema, 'properties', name))]
  if (items.length === 0 && own.length + object.length === 1) return own[0] ?? object[0]
  return [...own, ...items, ...object]
}

function isItem({ steps }: Placed): boolean {
  return steps.length === 1 && steps[0] === ''
}

function followed(documents: Documents, at: Cursor | undefined): Cursor | undefined {
  return at && follow(documents, at)
}

function typesOf(schema: Cursor | undefined): readonly unknown[] {
  return schema === undefined ? [] : [below(schema, 'type').value].flat()
}

function typed(value: FormField['value'], types: readonly unknown[]): unknown {
  if (typeof value !== 'string') {
    return { filename: value.filename, content_type: value.contentType, bytes: value.content.length }
  }
  const isNumber = types.includes('integer') || types.includes('number')
  if (isNumber && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value)
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
