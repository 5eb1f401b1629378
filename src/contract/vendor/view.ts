import type { Cursor } from '../document/cursor.ts'
import type { Documents } from '../document/read-documents.ts'
import { type Alternative, alternativesOf } from './alternative.ts'
import { inBoth } from './sets.ts'

/** What may stand at one place of a request, whichever alternative it meets: comparable between two documents. */
export interface View {
  readonly types: ReadonlySet<string>
  /** The texts accepted; `undefined` when any is. */
  readonly choices: ReadonlySet<string> | undefined
  /** Bounds that every alternative has, the loosest of each. */
  readonly bounds: ReadonlyMap<string, unknown>
  readonly items: readonly Cursor[]
  readonly values: readonly Cursor[]
  /** Objects by tag: `type=function`, or an empty tag. */
  readonly objects: ReadonlyMap<string, ObjectView>
}

export interface ObjectView {
  /** The member whose value is the tag; empty without one. */
  readonly tag: string
  readonly members: ReadonlyMap<string, readonly Cursor[]>
  /** Members that every alternative with this tag demands. */
  readonly required: ReadonlySet<string>
}

export function viewOf(documents: Documents, schemas: readonly Cursor[]): View {
  const all = schemas.flatMap((schema) => alternativesOf(documents, schema))
  const arrays = all.filter((one) => one.types.has('array'))
  const objects = all.filter((one) => one.types.has('object'))
  return {
    types: new Set(all.flatMap((one) => [...one.types])),
    choices: commonChoices(all.filter((one) => one.types.has('string'))),
    bounds: commonBounds(all),
    items: arrays.flatMap((one) => one.items ?? []),
    values: objects.flatMap((one) => one.values ?? []),
    objects: byTag(documents, objects),
  }
}

function commonChoices(texts: readonly Alternative[]): ReadonlySet<string> | undefined {
  if (texts.length === 0 || texts.some((one) => one.choices === undefined)) return undefined
  return new Set(texts.flatMap((one) => one.choices ?? []))
}

interface Bound {
  readonly types: readonly string[]
  readonly loosest?: (...values: number[]) => number
}

const bounds: Readonly<Record<string, Bound>> = {
  minimum: { types: ['integer', 'number'], loosest: Math.min },
  maximum: { types: ['integer', 'number'], loosest: Math.max },
  minLength: { types: ['string'], loosest: Math.min },
  maxLength: { types: ['string'], loosest: Math.max },
  pattern: { types: ['string'] },
  minItems: { types: ['array'], loosest: Math.min },
  maxItems: { types: ['array'], loosest: Math.max },
  minProperties: { types: ['object'], loosest: Math.min },
  maxProperties: { types: ['object'], loosest: Math.max },
}

function commonBounds(all: readonly Alternative[]): ReadonlyMap<string, unknown> {
  const common = new Map<string, unknown>()
  for (const [keyword, { types, loosest }] of Object.entries(bounds)) {
    const bounded = all.filter((one) => types.some((type) => one.types.has(type)) && !isTold(one, keyword))
    const values = bounded.map((one) => one.bounds[keyword])
    if (values.length === 0 || values.includes(undefined)) continue
    if (loosest !== undefined) common.set(keyword, loosest(...values.map(Number)))
    else if (new Set(values).size === 1) common.set(keyword, values[0])
  }
  return common
}

/** A list of choices bounds its texts by itself. */
function isTold(one: Alternative, keyword: string): boolean {
  return one.choices !== undefined && bounds[keyword]?.types.includes('string') === true
}

function byTag(documents: Documents, objects: readonly Alternative[]): ReadonlyMap<string, ObjectView> {
  const views = new Map<string, { tag: string; members: Map<string, Cursor[]>; required: ReadonlySet<string> }>()
  for (const one of objects) {
    const { tag, values } = tagOf(documents, one)
    for (const value of values) {
      const view = views.get(value) ?? { tag, members: new Map<string, Cursor[]>(), required: one.required }
      for (const [name, member] of one.properties) view.members.set(name, [...(view.members.get(name) ?? []), member])
      views.set(value, { ...view, required: inBoth(view.required, one.required) })
    }
  }
  return views
}

/** The member that tells an object from its neighbours, and what it may say. */
function tagOf(documents: Documents, one: Alternative): { readonly tag: string; readonly values: readonly string[] } {
  for (const tag of ['type', 'role']) {
    const property = one.properties.get(tag)
    const texts = property ? alternativesOf(documents, property).filter((text) => text.types.has('string')) : []
    const choices = commonChoices(texts)
    if (choices !== undefined) return { tag, values: [...choices].map((choice) => `${tag}=${choice}`) }
  }
  return { tag: '', values: [''] }
}
