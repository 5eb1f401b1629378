import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Canary, createMint } from '../../src/leak/canary.ts'
import { needlesOf } from '../../src/leak/forms.ts'
import { createMatcher, type Matcher } from '../../src/leak/matcher.ts'

const mint = createMint('seed', 'case')
const canaries: readonly Canary[] = [
  { role: 'client-key', value: `sk-${mint.word('client-key', 24)}` },
  { role: 'user-email', value: `${mint.word('user-email', 16)}@client.example` },
  { role: 'client-ip', value: '127.64.3.5' },
  { role: 'provider-url', value: '127.64.3.5:40100' },
]
const needles = canaries.flatMap(needlesOf)

/** After so many characters a matcher knows every place of its needles and looks at few of a text. */
const many = 64 * 1024
const warm = createMatcher(needles)
warm.matches(' '.repeat(many))

/** Which needle stands where, each once: a match is found from every place of it that is looked at. */
function found(matcher: Matcher, text: string): readonly string[] {
  const told = matcher
    .matches(text)
    .map(({ needle, ...where }) => `${needles.indexOf(needle)} ${JSON.stringify(where, Object.keys(where).toSorted())}`)
  return [...new Set(told)].toSorted()
}

const disguises: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => [...value].reverse().join(''),
  (value) => Buffer.from(value).toString('hex'),
  (value) => Buffer.from(`{${value}}`).toString('base64'),
  (value) => Buffer.from(`{"${value}"}`).toString('base64url'),
  (value) => createHash('sha256').update(value).digest('hex'),
  (value) => createHash('sha512').update(value).digest('base64'),
]

const piece = fc
  .tuple(fc.constantFrom(...canaries), fc.constantFrom(...disguises), fc.nat({ max: 6 }), fc.nat({ max: 12 }))
  .map(([{ value }, disguise, skipped, cut]) => disguise(value).slice(skipped, cut === 0 ? undefined : -cut))

test('a matcher that has seen much finds what a new one finds, in the same places', () => {
  let matches = 0
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 20 })), { maxLength: 6 }), (pieces) => {
      const text = pieces.join('')
      const fresh = found(createMatcher(needles), text)
      expect(found(warm, text)).toEqual(fresh)
      matches += fresh.length
    }),
    { numRuns: 300 },
  )
  expect(matches).toBeGreaterThan(200)
})

test('every canary is found at every place of a text, by a new matcher and by one that has seen much', () => {
  for (const { value } of canaries) {
    for (let before = 0; before < 16; before++) {
      const text = `${' '.repeat(before)}${value} `
      const whole = `"from":${before},"isExact":true,"isWhole":true,"to":${before + value.length}`
      expect(found(createMatcher(needles), text).join()).toContain(whole)
      expect(found(warm, text).join()).toContain(whole)
    }
  }
})

test('as few characters as count are enough, whichever they are and wherever they stand', () => {
  for (let count = 0; count < 30; count++) {
    const word = mint.word(`word ${count}`, 24)
    const digest = createHash('sha512').update(word).digest()
    const parts = Array.from({ length: 13 }, (_, from) => word.slice(from, from + 12))
    const beginnings = (['hex', 'base64', 'base64url'] as const).flatMap((encoding) =>
      Array.from({ length: 9 }, (_, from) => digest.toString(encoding).slice(from, from + 12)),
    )
    const own = needlesOf({ role: 'user-id', value: word })
    const used = createMatcher(own)
    used.matches(' '.repeat(many))
    for (const [index, part] of [...parts, ...beginnings].entries()) {
      const text = part.padStart(part.length + (index % 9), '~')
      expect(createMatcher(own).matches(text), text).not.toEqual([])
      expect(used.matches(text), text).not.toEqual([])
    }
  }
})

test('the text with which it becomes much is read to its end', () => {
  for (const length of [many - 40, many - 1, many, many + 1]) {
    const matcher = createMatcher(needles)
    for (const { value } of canaries) {
      const text = value.padStart(length)
      expect(found(matcher, text)).toEqual(found(createMatcher(needles), text))
      expect(found(matcher, text).join()).toContain(`"to":${length}`)
    }
  }
})
