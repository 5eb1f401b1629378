import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canaryRoles, createMint } from '../../src/leak/canary.ts'
import { createScanner } from '../../src/leak/scan.ts'
import { checkedLength, isChecked, wordAlphabet } from '../../src/leak/word-check.ts'

const anyLength = fc.integer({ min: checkedLength, max: 40 })
const anyRole = fc.constantFrom(...canaryRoles)
const scanner = createScanner([])

test('a minted word of any seed and case is known for one, and so is its role', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), anyRole, anyLength, (seed, token, role, length) => {
      const value = createMint(seed, token).word(role, length)
      expect(value).toHaveLength(length)
      expect(scanner.text(`key sk-${value}!`)).toMatchObject([{ canary: { role, value }, isForeign: true, forms: [] }])
    }),
  )
})

test('it is known under a disguise, too', () => {
  const value = createMint('s', 'other').word('user-email', 16)
  const text = Buffer.from(JSON.stringify({ mail: `${value}@client.example` })).toString('base64')
  expect(scanner.text(text)).toMatchObject([{ canary: { role: 'user-email', value }, forms: ['base64'] }])
})

test("one's own words are none of another case", () => {
  const canary = { role: 'client-key', value: `sk-${createMint('s', 'own').word('client-key', 32)}` } as const
  expect(createScanner([canary]).text(`x ${canary.value}`)).toMatchObject([{ canary, isForeign: false }])
})

test('one other character and it is no minted word', () => {
  const anyCharacter = fc.constantFrom(...wordAlphabet)
  fc.assert(
    fc.property(anyRole, anyLength, fc.nat(), anyCharacter, (role, length, place, character) => {
      const word = createMint('s', 'c').word(role, length)
      const at = place % length
      fc.pre(word[at] !== character)
      expect(isChecked(word.slice(0, at) + character + word.slice(at + 1))).toBe(false)
    }),
  )
})

test('no run of characters and no hexadecimal digits are taken for a minted word', () => {
  const characters = fc.string({ unit: fc.constantFrom(...wordAlphabet), minLength: checkedLength, maxLength: 40 })
  fc.assert(
    fc.property(characters, (text) => !isChecked(text)),
    { numRuns: 2_000 },
  )
  const digits = fc.string({ unit: fc.constantFrom(...'abcdef23456789'), minLength: checkedLength, maxLength: 40 })
  fc.assert(
    fc.property(digits, (text) => !isChecked(text)),
    { numRuns: 2_000 },
  )
})
