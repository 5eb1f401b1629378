import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Canary, createMint } from '../../src/leak/canary.ts'
import { createScanner } from '../../src/leak/scan.ts'

const mint = createMint('seed', 'case')
const key: Canary = { role: 'client-key', value: `sk-${mint.word('client-key', 24)}` }
const foreign = createMint('seed', 'other').word('user-id', 20)
const scanner = createScanner([key])

const percented = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
const entities = (text: string) => [...text].map((c) => `&#${c.charCodeAt(0)};`).join('')
const base64 = (text: string) => Buffer.from(`hash=${text};`).toString('base64')

/** What JSON writes behind a backslash, or may, and what other disguises begin with. */
const marks = fc.string({ unit: fc.constantFrom(...'"\\/\b\f\n\r\t\u0001%& éu'), maxLength: 6 })
/** A slash or a letter would belong to an encoded run. */
const before = marks.filter((text) => !/[/u]$/.test(text))
const after = marks.filter((text) => !/^[/u]/.test(text))

const writers: readonly ((document: unknown) => string)[] = [
  (document) => JSON.stringify(document),
  (document) => JSON.stringify(document, undefined, 2),
  (document) => JSON.stringify(document).replaceAll('/', '\\/'),
  (document) => JSON.stringify(document).replaceAll('é', '\\u00e9'),
]

test('what stands in JSON inside a text is found behind and before whatever JSON escapes, under a disguise as well', () => {
  fc.assert(
    fc.property(
      before,
      after,
      fc.constantFrom(key.value, foreign),
      fc.constantFrom((text: string) => text, percented, entities, base64),
      fc.constantFrom(...writers),
      fc.boolean(),
      (lead, trail, value, disguise, write, isName) => {
        const leaf = `${lead}${disguise(value)}${trail}`
        const text = write({ first: 'nothing', list: [17, isName ? { [leaf]: 1 } : leaf] })
        expect(scanner.text(text).map(({ canary }) => canary.value)).toContain(value)
        expect(scanner.json({ note: JSON.stringify({ text }) })).toMatchObject([{ pointer: '/note' }])
      },
    ),
    { numRuns: 500 },
  )
})
