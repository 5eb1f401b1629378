import type { Form } from './forms.ts'
import { looksLikeBase64Text, looksLikeHexText } from './likeness.ts'
import { characterSet, isIn, type Run, runsIn } from './runs.ts'
import { textIn } from './unpack.ts'

/** A text that lies under another, and what had to be undone to get at it: outermost first. */
export interface Layer {
  readonly forms: readonly Form[]
  readonly text: string
}

/** Every text that lies right under this one; `runs` are its runs of characters that an encoding may have written. */
export function layersOf(text: string, runs: readonly Run[]): readonly Layer[] {
  return [...unescapedLayers(text, runs), ...decodedLayers(text, runs)]
}

/** The texts that it is without its escapes, of one kind each. */
function unescapedLayers(text: string, [run]: readonly Run[]): readonly Layer[] {
  // Identifiers and digests, most of what is not prose, are one run as a whole: no character of it is an escape.
  if (run?.from === 0 && run.to === text.length) return none
  return rewrites.flatMap(({ form, mark, rewrite }) => {
    const other = text.includes(mark) ? rewrite(text) : text
    return other === text ? none : [{ forms: [form], text: other }]
  })
}

const none: readonly Layer[] = []

/** The texts that its runs are when they are decoded. */
function decodedLayers(text: string, runs: readonly Run[]): readonly Layer[] {
  const layers: Layer[] = []
  for (const run of runs) {
    const hexRuns = runsIn(text, run, hexDigits, leastHex)
    for (const each of hexRuns) addLayer(layers, 'hex', hexBytes(text, each))
    const isAllHex = hexRuns[0]?.from === run.from && hexRuns[0].to === run.to
    if (!isAllHex) addLayer(layers, 'base64', base64Bytes(text, run))
  }
  return layers
}

function addLayer(layers: Layer[], form: Form, bytes: Uint8Array | undefined): void {
  const found = bytes && textIn(bytes)
  if (found !== undefined) layers.push({ forms: [form, ...found.forms], text: found.text })
}

interface Rewrite {
  readonly form: Form
  /** Without this there is nothing to undo. */
  readonly mark: string
  readonly rewrite: (text: string) => string
}

const rewrites: readonly Rewrite[] = [
  { form: 'url-encoded', mark: '%', rewrite: withoutPercents },
  { form: 'json-escaped', mark: '\\', rewrite: withoutEscapes },
  { form: 'html-entities', mark: '&', rewrite: withoutEntities },
  { form: 'utf-16', mark: '\0', rewrite: (text) => text.replaceAll('\0', '') },
]

function withoutPercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString())
}

/** Of JSON and of the languages like it. A whole document in a text is undone with it: what it says stands in the text. */
function withoutEscapes(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(["'/\\bfnrt])/gi, (_all, wide, narrow, same) =>
    same === undefined ? String.fromCharCode(Number.parseInt(wide ?? narrow, 16)) : (controls[same] ?? same),
  )
}

const controls: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  commat: '@',
  colon: ':',
  period: '.',
  sol: '/',
  equals: '=',
  hyphen: '-',
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}

const hexDigits = characterSet('0123456789abcdefABCDEF')
/** Long enough for twelve characters. */
const leastHex = 24

/** How packed bytes begin: gzip, zstd, zlib. */
const packedHex = /^(?:1f8b|28b52ffd|78)/i
const packedBase64 = /^(?:H4sI|KLUv|e[AFJN])/
const packedBase64Starts = characterSet('HKe')
/** Brotli has no beginning to tell it by; shorter ones are not worth to be looked at. In bytes. */
const leastOpaque = 48

function hexBytes(text: string, { from, to }: Run): Uint8Array | undefined {
  const isHopeful = looksLikeHexText(text, from, to) || packedHex.test(text.slice(from, from + 8))
  return isHopeful || to - from >= leastOpaque * 2 ? Buffer.from(text.slice(from, to), 'hex') : undefined
}

/** What stands before the encoded text may look like a part of it: `key/eyJ…`. One of four beginnings is right. */
function base64Bytes(text: string, { from, to }: Run): Uint8Array | undefined {
  for (let begin = from; begin < from + 4; begin++) {
    if (looksLikeBase64Text(text, begin, to) || isPackedBase64(text, begin)) {
      return Buffer.from(text.slice(begin, to), 'base64')
    }
  }
  return (to - from) * 3 >= leastOpaque * 4 ? Buffer.from(text.slice(from, to), 'base64') : undefined
}

/** The first character alone tells of most that they are not. */
function isPackedBase64(text: string, begin: number): boolean {
  return isIn(packedBase64Starts, text, begin) && packedBase64.test(text.slice(begin, begin + 4))
}
