const alphabets = {
  hex: '0123456789abcdef',
  alphanumeric: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
} as const

export type Alphabet = keyof typeof alphabets

/** How many letters a word of 32 bits is good for. */
const lettersPerWord: Readonly<Record<Alphabet, number>> = { hex: 8, alphanumeric: 5 }

/** How a provider spells an identifier: `resp_` and fifty hexadecimal digits. */
export interface IdFormat {
  readonly prefix: string
  readonly length: number
  readonly alphabet: Alphabet
}

/** Random-looking values that are the same for the same seed and the same order of questions. */
export interface IdSource {
  id(format: IdFormat): string
  text(alphabet: Alphabet, length: number): string
  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number
}

export function idSource(seed: string): IdSource {
  const next = randomWords(seed)
  const text = (alphabet: Alphabet, length: number) => {
    const letters = alphabets[alphabet]
    const perWord = lettersPerWord[alphabet]
    let written = ''
    let word = 0
    for (let index = 0; index < length; index++) {
      if (index % perWord === 0) word = next()
      written += letters.charAt(word % letters.length)
      word = Math.floor(word / letters.length)
    }
    return written
  }
  return {
    id: ({ prefix, length, alphabet }) => prefix + text(alphabet, length),
    text,
    below: (limit) => next() % limit,
  }
}

/** The generator sfc32: 128 bits of state, so that two requests of a run do not meet. */
function randomWords(seed: string): () => number {
  let a = hash(seed, 0x9e3779b9)
  let b = hash(seed, 0x85ebca6b)
  let c = hash(seed, 0xc2b2ae35)
  let counter = 1
  const next = () => {
    const word = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + word) | 0
    return word >>> 0
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** FNV-1a over UTF-16 units, from a basis of choice. */
function hash(text: string, basis: number): number {
  let value = basis
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value
}
