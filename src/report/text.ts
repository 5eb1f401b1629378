import { stripVTControlCharacters } from 'node:util'

let graphemes: Intl.Segmenter | undefined

/** East Asian wide and fullwidth characters, and emoji: two columns each. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}])/u

/** Columns that `text` takes on a terminal; colour sequences take none. */
export function widthOf(text: string): number {
  // Most text is this, and a segmenter is a hundred times slower.
  if (/^[ -~]*$/.test(text)) return text.length
  return characters(stripVTControlCharacters(text)).reduce((width, character) => width + columnsOf(character), 0)
}

export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** At most `width` columns, the end replaced by `…`. For text without colour. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return `${fitting(characters(text), width - 1).join('')}…`
}

/** At most `width` columns with both ends kept, because in a pointer both ends say something. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const all = characters(text)
  const front = fitting(all, Math.floor((width - 1) / 3))
  const back = fitting(all.toReversed(), width - 1 - widthOf(front.join('')))
  return `${front.join('')}…${back.toReversed().join('')}`
}

function characters(text: string): string[] {
  // Made when it is first wanted: it takes twenty milliseconds, and most text is plain.
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return [...graphemes.segment(text)].map(({ segment }) => segment)
}

function columnsOf(character: string): number {
  return wide.test(character) ? 2 : 1
}

function fitting(all: readonly string[], width: number): readonly string[] {
  const kept: string[] = []
  let used = 0
  for (const character of all) {
    used += columnsOf(character)
    if (used > width) break
    kept.push(character)
  }
  return kept
}

/**
 * Lines of at most `width` columns, broken at spaces only: a pointer or a command stays in one piece and may stand out.
 * For text without colour. Empty text is one empty line.
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  lines.push(line)
  return lines
}

/** Parts on one line while they fit, two spaces between them. They may be coloured. */
export function beside(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    const longer = last === undefined ? part : `${last}  ${part}`
    if (last !== undefined && widthOf(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(part)
  }
  return lines
}

/**
 * What a gateway or a provider sent may hold anything, escape sequences included: every character that would steer a
 * terminal or turn the reading direction is shown as `\u001b` instead.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu, (character) => {
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    if (character === '\r') return '\\r'
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** `1 case`, `2 cases`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`
}

/** `840 ms`, `1.2 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** Of `2026-11-22T07:30:00.000Z`: `2026-11-22 07:30`. */
export function minuteText(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ')
}
