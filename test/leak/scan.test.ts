import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Canary, createMint } from '../../src/leak/canary.ts'
import { redact } from '../../src/leak/redact.ts'
import { createScanner } from '../../src/leak/scan.ts'

const mint = createMint('seed', 'case')
const key: Canary = { role: 'client-key', value: `sk-${mint.word('key', 32)}` }
const email: Canary = { role: 'user-email', value: `${mint.word('mail', 16)}@client.example` }
const address: Canary = { role: 'client-ip', value: '127.64.3.5' }
const scanner = createScanner([key, email, address])

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test.each([
  ['plain', (value: string) => value, []],
  ['hex', (value: string) => Buffer.from(value).toString('hex'), ['hex']],
  ['upper-case hex', (value: string) => Buffer.from(value).toString('hex').toUpperCase(), ['hex']],
  ['sha256', sha256, ['sha256-hex']],
  ['sha1', (value: string) => createHash('sha1').update(value).digest('hex'), ['sha1-hex']],
  ['md5', (value: string) => createHash('md5').update(value).digest('hex'), ['md5-hex']],
  ['reversed', (value: string) => [...value].reverse().join(''), ['reversed']],
])('finds a value that travels as %s', (_name, disguise, forms) => {
  const hits = scanner.text(`before ${disguise(email.value)} after`)
  expect(hits.map(({ canary, forms: found }) => [canary.role, found])).toEqual([['user-email', forms]])
})

test('finds a value URL-encoded', () => {
  expect(scanner.text(`?mail=${encodeURIComponent(email.value)}`)[0]?.forms).toEqual(['url-encoded'])
})

test('finds a value in base64 at every alignment, in both alphabets', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('base64', 'base64url' as const),
      (before, after, alphabet) => {
        const text = Buffer.concat([before, Buffer.from(key.value), after]).toString(alphabet as 'base64')
        expect(scanner.text(text).map(({ canary }) => canary.role)).toEqual(['client-key'])
      },
    ),
  )
})

test('names the pointer in a document, of values and of member names', () => {
  const hits = scanner.json({ a: [{ b: `x ${key.value}` }], [email.value]: 1 })
  expect(hits.map(({ canary, pointer }) => [canary.role, pointer])).toEqual([
    ['client-key', '/a/0/b'],
    ['user-email', `/${email.value}`],
  ])
})

test('looks into JSON inside strings, as deep as it goes', () => {
  const hidden = JSON.stringify({ inner: JSON.stringify({ hash: sha256(key.value) }) })
  const [hit] = scanner.json({ note: hidden })
  expect(hit).toMatchObject({ canary: key, pointer: '/note' })
})

test('a number is looked at as well: of a digest it may be the beginning', () => {
  const words = Array.from({ length: 2000 }, (_, index) => mint.word(`word ${index}`, 20))
  const value = words.find((word) => /^[1-9]\d{11}/.test(sha256(word))) ?? ''
  const [hit] = createScanner([{ role: 'user-id', value }]).json({ user: Number(sha256(value).slice(0, 12)) })
  expect(hit).toMatchObject({ forms: ['sha256-hex', 'partial'], pointer: '/user' })
})

test('an address is found as a whole and not inside another address', () => {
  expect(scanner.text('from 127.64.3.5:80')).toHaveLength(1)
  expect(scanner.text('from 127.64.3.55')).toEqual([])
  expect(scanner.text('from 1127.64.3.5')).toEqual([])
})

test('random text has no canary in it', () => {
  fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => scanner.text(text).length === 0))
  fc.assert(fc.property(fc.json(), (text) => scanner.json(JSON.parse(text)).length === 0))
})

test('a mint repeats itself for the same seed, case and role, and for nothing else', () => {
  expect(createMint('a', 'b').word('r', 20)).toBe(createMint('a', 'b').word('r', 20))
  const words = ['a b r', 'a b s', 'a c r', 'd b r'].map((text) => {
    const [seed = '', token = '', role = ''] = text.split(' ')
    return createMint(seed, token).word(role, 20)
  })
  expect(new Set(words).size).toBe(words.length)
})

test('redaction names the role, the longer of two overlapping values first', () => {
  const outer: Canary = { role: 'gateway-url', value: `http://${address.value}:80` }
  expect(redact(`at ${outer.value} by ${address.value}`, [address, outer])).toBe('at <gateway-url> by <client-ip>')
})
