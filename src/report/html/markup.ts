/** Text that is markup already. */
export interface Markup {
  readonly markup: string
}

type Part = string | number | Markup | readonly Markup[]

/** A piece of a page. Whatever is put in is text and is escaped, unless it is markup made here. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = strings.map((text, index) => `${text}${index < parts.length ? written(parts[index] ?? '') : ''}`)
  return { markup: pieces.join('') }
}

export const nothing: Markup = { markup: '' }

/** For what this package itself ships: its style and its script. */
export function trusted(text: string): Markup {
  return { markup: text }
}

function written(part: Part): string {
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

/** What a page cannot show as it is, and what would steer the reading direction, is shown as `\u001b`. */
function escaped(text: string): string {
  return text
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, codeOf)
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
