import { addressOf, type Cursor } from '../document/cursor.ts'
import { type Documents, follow } from '../document/read-documents.ts'
import { inBoth, onlyInFirst } from './sets.ts'
import { type ObjectView, type View, viewOf } from './view.ts'

export type DifferenceKind = 'type' | 'value' | 'bound' | 'holding' | 'variant' | 'property' | 'required'

/** One departure of our contract from the vendor's document. */
export interface Difference {
  /** Operation, members, `[item]`, `[value]` of a map, tags: `createResponse/tools/[item]/type=function/name`. */
  readonly at: string
  readonly kind: DifferenceKind
  /** From our side, in words that stay the same: `lacks the value "scale"`. */
  readonly what: string
}

/** The schemas of one set of documents that may all stand at one place. */
export interface Side {
  readonly documents: Documents
  readonly schemas: readonly Cursor[]
}

/**
 * Every difference between two sides at a place and below it.
 * @param seen pairs that were compared before, which are told once, where they are met first
 */
export function differencesOf(at: string, ours: Side, vendor: Side, seen: Set<string>): Difference[] {
  if (ours.schemas.length === 0 || vendor.schemas.length === 0) return []
  const pair = `${addresses(ours)} ${addresses(vendor)}`
  if (seen.has(pair)) return []
  seen.add(pair)
  const [our, their] = [viewOf(ours.documents, ours.schemas), viewOf(vendor.documents, vendor.schemas)]
  const deeper: Deeper = (step, from = [], to = []) =>
    differencesOf(`${at}/${step}`, { ...ours, schemas: from }, { ...vendor, schemas: to }, seen)
  return [
    ...kinds(at, 'type', setWords(our.types, their.types, 'type')),
    ...kinds(at, 'value', choiceWords(our, their)),
    ...kinds(at, 'bound', boundWords(our, their)),
    ...kinds(at, 'holding', [...holdingWords('items', our, their), ...holdingWords('values', our, their)]),
    ...objectDifferences(at, our, their, deeper),
    ...deeper('[item]', our.items, their.items),
    ...deeper('[value]', our.values, their.values),
  ]
}

type Deeper = (step: string, from?: readonly Cursor[], to?: readonly Cursor[]) => Difference[]

function addresses(side: Side): string {
  const all = side.schemas.map((schema) => addressOf(follow(side.documents, schema)))
  return [...new Set(all)].sort().join()
}

function kinds(at: string, kind: DifferenceKind, texts: readonly string[]): Difference[] {
  return texts.map((what) => ({ at, kind, what }))
}

function setWords(ours: ReadonlySet<string>, theirs: ReadonlySet<string>, noun: string): string[] {
  return [
    ...[...onlyInFirst(theirs, ours)].map((name) => `lacks the ${noun} "${name}"`),
    ...[...onlyInFirst(ours, theirs)].map((name) => `adds the ${noun} "${name}"`),
  ]
}

function choiceWords(our: View, their: View): string[] {
  if (!our.types.has('string') || !their.types.has('string')) return []
  if (our.choices !== undefined && their.choices !== undefined) return setWords(our.choices, their.choices, 'value')
  if (our.choices === their.choices) return []
  return [our.choices === undefined ? 'accepts any text' : 'accepts a list of texts only']
}

function boundWords(our: View, their: View): string[] {
  const keywords = new Set([...our.bounds.keys(), ...their.bounds.keys()])
  return [...keywords].flatMap((keyword) => {
    const [mine, other] = [our.bounds.get(keyword), their.bounds.get(keyword)]
    return mine === other ? [] : [`has ${keyword} ${mine ?? 'none'}, the vendor ${other ?? 'none'}`]
  })
}

/** One side describes what an array or a map holds, and the other takes anything. */
function holdingWords(noun: 'items' | 'values', our: View, their: View): string[] {
  if ((our[noun].length === 0) === (their[noun].length === 0)) return []
  return [our[noun].length === 0 ? `accepts any ${noun}` : `describes its ${noun}, the vendor does not`]
}

function objectDifferences(at: string, our: View, their: View, deeper: Deeper): Difference[] {
  const [mine, others] = [new Set(our.objects.keys()), new Set(their.objects.keys())]
  const isUnion = mine.size > 1 || others.size > 1
  const shared = [...inBoth(mine, others)].flatMap((tag) => {
    const [view, other] = [our.objects.get(tag), their.objects.get(tag)]
    if (view === undefined || other === undefined) return []
    const into = isUnion ? `${tag}/` : ''
    return memberDifferences(isUnion ? `${at}/${tag}` : at, view, other, (step, from, to) =>
      deeper(into + step, from, to),
    )
  })
  return [...kinds(at, 'variant', setWords(mine, others, 'variant')), ...shared]
}

function memberDifferences(at: string, mine: ObjectView, other: ObjectView, deeper: Deeper): Difference[] {
  const [names, theirs] = [new Set(mine.members.keys()), new Set(other.members.keys())]
  const shared = inBoth(names, theirs)
  const [required, demanded] = [inBoth(mine.required, shared), inBoth(other.required, shared)]
  const below = [...shared].flatMap((name) => {
    const found = deeper(name, mine.members.get(name), other.members.get(name))
    // The values of a tag were compared as variants.
    return name === mine.tag ? found.filter(({ kind }) => kind !== 'value') : found
  })
  return [
    ...kinds(at, 'property', setWords(names, theirs, 'property')),
    ...kinds(at, 'required', demandWords(required, demanded)),
    ...below,
  ]
}

function demandWords(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): string[] {
  return [
    ...[...onlyInFirst(theirs, ours)].map((name) => `does not require "${name}"`),
    ...[...onlyInFirst(ours, theirs)].map((name) => `requires "${name}"`),
  ]
}
