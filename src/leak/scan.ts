import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'
import type { Canary } from './canary.ts'
import { type Form, type Needle, needlesOf } from './forms.ts'

/** A canary found in a text or in a JSON document. */
export interface Hit {
  readonly canary: Canary
  /** The disguises, outermost first; empty for the plain value. */
  readonly forms: readonly Form[]
  /** Of a JSON document: the leaf, or the member whose name holds it. */
  readonly pointer: Pointer
  /** The text in which it was found. */
  readonly text: string
}

export interface Scanner {
  text(text: string): readonly Hit[]
  /** Walks names and values of a parsed JSON document, and JSON inside strings. */
  json(document: unknown): readonly Hit[]
}

/** JSON inside JSON inside JSON … is followed this far. */
const maximumDepth = 8

export function createScanner(canaries: readonly Canary[]): Scanner {
  const needles = canaries.flatMap(needlesOf)
  return {
    text: (text) => searchText(needles, text, '', []),
    json: (document) => [...walk(needles, document, [], [], 0)],
  }
}

function searchText(needles: readonly Needle[], text: string, pointer: Pointer, outer: readonly Form[]): Hit[] {
  const lower = text.toLowerCase()
  const found = new Map<Canary, Hit>()
  for (const { canary, form, text: wanted, anyCase } of needles) {
    if (found.has(canary) || !contains(anyCase ? lower : text, wanted, form)) continue
    found.set(canary, { canary, forms: form === 'plain' ? outer : [...outer, form], pointer, text })
  }
  return [...found.values()]
}

/** A plain value counts only as a whole word: `127.3.4.5` is not in `127.3.4.55`. */
function contains(text: string, wanted: string, form: Form): boolean {
  if (form !== 'plain') return text.includes(wanted)
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const before = text[at - 1]
    const after = text[at + wanted.length]
    if (!isWordCharacter(before, wanted[0]) && !isWordCharacter(after, wanted.at(-1))) return true
  }
  return false
}

/** Only digits can run on into another number; letters around a minted word still show the word. */
function isWordCharacter(neighbour: string | undefined, edge: string | undefined): boolean {
  return neighbour !== undefined && edge !== undefined && /\d/.test(neighbour) && /\d/.test(edge)
}

function* walk(
  needles: readonly Needle[],
  value: unknown,
  path: readonly (string | number)[],
  forms: readonly Form[],
  depth: number,
): Generator<Hit> {
  if (typeof value === 'string') {
    const hits = searchText(needles, value, pointerOf(path), forms)
    yield* hits
    const inner = depth < maximumDepth ? parsedContainer(value) : undefined
    if (inner === undefined) return
    for (const hit of walk(needles, inner, [], [...forms, 'json-in-string'], depth + 1)) {
      if (!hits.some(({ canary }) => canary === hit.canary)) yield { ...hit, pointer: pointerOf(path) }
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walk(needles, item, [...path, index], forms, depth)
  } else if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      yield* searchText(needles, name, pointerOf([...path, name]), forms)
      yield* walk(needles, item, [...path, name], forms, depth)
    }
  } else if (typeof value === 'number') {
    yield* searchText(needles, String(value), pointerOf(path), forms)
  }
}

function parsedContainer(text: string): unknown {
  const first = text.trimStart()[0]
  if (first !== '{' && first !== '[') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
