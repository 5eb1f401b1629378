import { isPlaceholder, type WordsOf, wordsFor } from './words.ts'

export type Template = (words: WordsOf) => string

export interface CompiledTemplate {
  readonly render: Template
  /** Placeholders that nobody knows. */
  readonly unknown: readonly string[]
}

/** `Invalid type for '{path}': …`: text with placeholders of `words.ts`. */
export function compileTemplate(text: string): CompiledTemplate {
  const pieces = text.split(/\{([a-z-]+)\}/)
  const names = pieces.filter((_, index) => index % 2 === 1)
  return {
    unknown: names.filter((name) => !isPlaceholder(name)),
    render: (words) => pieces.map((piece, index) => (index % 2 === 1 ? wordsFor(piece, words) : piece)).join(''),
  }
}
