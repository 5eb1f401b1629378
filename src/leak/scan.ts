import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'
import type { Canary } from './canary.ts'
import { type Form, needlesOf } from './forms.ts'
import { layersOf } from './layers.ts'
import { createMatcher, type Match, type Matcher } from './matcher.ts'
import { mintedWordOf, mintedWordsIn } from './minted-words.ts'
import { encodedRunsIn } from './runs.ts'

/** A canary found in a text or in a JSON document. */
export interface Hit {
  readonly canary: Canary
  /** Not one of those that were looked for, but a minted word of another case. */
  readonly isForeign: boolean
  /** The disguises, outermost first; empty for the plain value. */
  readonly forms: readonly Form[]
  /** Of a JSON document: the leaf, or the member whose name holds it. */
  readonly pointer: Pointer
  /** The text in which it was found, disguises undone, and what of it is the canary. */
  readonly text: string
  readonly found: string
}

export interface Scanner {
  text(text: string): readonly Hit[]
  /** Walks names and values of a parsed JSON document, and JSON inside strings. */
  json(document: unknown): readonly Hit[]
}

/** JSON inside base64 inside JSON … is followed this far, */
const maximumDepth = 8
/** and no further than this many characters of what was undone: a few bytes can unpack to millions. */
const maximumCharacters = 64 * 1024 * 1024

/** Looks for these canaries in every form, and for minted words of other cases. The same list gives the same scanner. */
export function createScanner(canaries: readonly Canary[]): Scanner {
  const known = scanners.get(canaries)
  if (known !== undefined) return known
  const scanner = newScanner(canaries)
  scanners.set(canaries, scanner)
  return scanner
}

/** Building one takes longer than most scans, and a case is scanned in many places. */
const scanners = new WeakMap<readonly Canary[], Scanner>()

function newScanner(canaries: readonly Canary[]): Scanner {
  const search: Search = {
    matcher: createMatcher(canaries.flatMap(needlesOf)),
    ownWords: new Set(canaries.map(({ value }) => mintedWordOf(value))),
  }
  const top = (): Depth => ({ forms: [], left: { characters: maximumCharacters } })
  return {
    text: (text) => scanText(search, text, [], top()),
    json: (document) => {
      const hits: Hit[] = []
      walk(search, document, [], top(), hits)
      return hits
    },
  }
}

interface Search {
  readonly matcher: Matcher
  readonly ownWords: ReadonlySet<string>
}

/** Under which disguises a text was found, and how much more may be undone. */
interface Depth {
  readonly forms: readonly Form[]
  readonly left: { characters: number }
}

type Path = readonly (string | number)[]

function scanText(search: Search, text: string, path: Path, depth: Depth): Hit[] {
  // Most names and values of a document are too short to hold anything in any form.
  if (text.length < search.matcher.shortest) return []
  const runs = encodedRunsIn(text)
  const hits = ownHits(search, text, path, depth)
  for (const word of mintedWordsIn(text, runs)) {
    if (search.ownWords.has(word.value)) continue
    hits.push({ canary: word, isForeign: true, forms: depth.forms, pointer: pointerOf(path), text, found: word.value })
  }
  if (depth.forms.length >= maximumDepth) return hits
  for (const layer of layersOf(text, runs)) {
    depth.left.characters -= layer.text.length
    if (depth.left.characters < 0) break
    addNew(hits, scanText(search, layer.text, path, { ...depth, forms: [...depth.forms, ...layer.forms] }))
  }
  return hits
}

/** What is plain to see needs no second mention from under a disguise; a part of it says less than the whole. */
function addNew(hits: Hit[], more: readonly Hit[]): void {
  for (const hit of more) {
    const { role, value } = hit.canary
    const at = hits.findIndex(({ canary }) => canary.role === role && canary.value === value)
    const seen = hits[at]
    if (seen === undefined) hits.push(hit)
    else if (isPartial(seen) && !isPartial(hit)) hits[at] = hit
  }
}

function isPartial({ forms }: Hit): boolean {
  return forms.at(-1) === 'partial'
}

function ownHits({ matcher }: Search, text: string, path: Path, { forms }: Depth): Hit[] {
  const matches = matcher.matches(text)
  if (matches.length === 0) return []
  const best = new Map<Canary, Match>()
  for (const each of matches) {
    const other = best.get(each.needle.canary)
    if (other === undefined || clarity(each) > clarity(other)) best.set(each.needle.canary, each)
  }
  const pointer = pointerOf(path)
  return [...best].map(([canary, each]) => {
    const found = text.slice(each.from, each.to)
    return { canary, isForeign: false, forms: [...forms, ...formsOf(each)], pointer, text, found }
  })
}

/** Of several matches the clearest is told. */
function clarity({ needle, isWhole, isExact }: Match): number {
  return (isWhole ? 4 : 0) + (needle.writing.form === undefined ? 2 : 0) + (isExact ? 1 : 0)
}

/** That hexadecimal digits are in upper case is nothing to tell. */
function formsOf({
  needle: {
    writing: { form },
  },
  isWhole,
  isExact,
}: Match): Form[] {
  const disguise: Form[] = form === undefined ? (isExact ? [] : ['case-changed']) : [form]
  return isWhole ? disguise : [...disguise, 'partial']
}

/** The path grows and shrinks as it goes, so that a document of many leaves is no work where nothing is found. */
function walk(search: Search, value: unknown, path: (string | number)[], depth: Depth, hits: Hit[]): void {
  if (typeof value === 'string') {
    hits.push(...scanText(search, value, path, depth))
  } else if (typeof value === 'number') {
    // Nothing can lie under digits, and no minted word begins with one.
    const text = String(value)
    if (text.length >= search.matcher.shortest) hits.push(...ownHits(search, text, path, depth))
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) step(search, value[index], index, path, depth, hits)
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      step(search, name, name, path, depth, hits)
      step(search, value[name], name, path, depth, hits)
    }
  }
}

function step(
  search: Search,
  value: unknown,
  name: string | number,
  path: (string | number)[],
  depth: Depth,
  hits: Hit[],
): void {
  path.push(name)
  walk(search, value, path, depth, hits)
  path.pop()
}
