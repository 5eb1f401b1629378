import { createHash } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Canary, canaryRoles, createMint } from '../../src/leak/canary.ts'
import { createScanner } from '../../src/leak/scan.ts'

const mint = createMint('seed', 'case')
const canaries: readonly Canary[] = [
  ...canaryRoles.slice(0, 12).map((role) => ({ role, value: `${role}-${mint.word(role, 24)}` })),
  { role: 'forwarded-ip', value: '2001:db8:1a2b:3c4d:5e6f:7081' },
  { role: 'client-ip', value: '127.64.3.5' },
  { role: 'provider-url', value: '127.0.0.1:40100' },
]
const scanner = createScanner(canaries)
const anyCanary = fc.constantFrom(...canaries)
const anyMinted = fc.constantFrom(...canaries.slice(0, 12))
/** Noise that does not run on into digits. */
const noise = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll(/[0-9%\\&\0]/g, ' '))

const eachCode = (text: string, write: (code: number) => string) =>
  [...text].map((c) => write(c.charCodeAt(0))).join('')
const escaped = (text: string) => eachCode(text, (code) => `\\u${code.toString(16).padStart(4, '0')}`)
const percented = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('')
const base32 = (text: string) => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('')
}
const digest = (algorithm: string, encoding: 'hex' | 'base64') => (text: string) =>
  createHash(algorithm).update(text).digest(encoding)

test.each<[string, (text: string) => string, readonly string[]]>([
  ['as it is', (text) => text, []],
  ['reversed', (text) => [...text].reverse().join(''), ['reversed']],
  ['in hexadecimal digits', (text) => Buffer.from(text).toString('hex'), ['hex']],
  ['in upper-case ones', (text) => Buffer.from(text).toString('hex').toUpperCase(), ['hex']],
  ['in base64', (text) => Buffer.from(text).toString('base64'), ['base64']],
  ['in base64 for URLs', (text) => Buffer.from(text).toString('base64url'), ['base64']],
  ['in base32', base32, ['base32']],
  ['with every character escaped', escaped, ['json-escaped']],
  ['with every byte percent-encoded', percented, ['url-encoded']],
  ['percent-encoded twice', (text) => encodeURIComponent(percented(text)), ['url-encoded', 'url-encoded']],
  ['as HTML entities', (text) => eachCode(text, (code) => `&#${code};`), ['html-entities']],
  ['as hexadecimal ones', (text) => eachCode(text, (code) => `&#x${code.toString(16)};`), ['html-entities']],
  ['in UTF-16', (text) => Buffer.from(text, 'utf16le').toString('latin1'), ['utf-16']],
  ['as SHA-256', digest('sha256', 'hex'), ['sha256-hex']],
  ['as SHA-1', digest('sha1', 'hex'), ['sha1-hex']],
  ['as MD5', digest('md5', 'hex'), ['md5-hex']],
  ['as SHA-512 in base64', digest('sha512', 'base64'), ['sha512-base64']],
  ['as SHA-256 in base64', digest('sha256', 'base64'), ['sha256-base64']],
])('finds every canary in the middle of noise %s, and says how', (_name, disguise, forms) => {
  fc.assert(
    fc.property(anyCanary, noise, noise, (canary, before, after) => {
      const hits = scanner.text(`${before} ${disguise(canary.value)} ${after}`)
      expect(hits.map((hit) => [hit.canary.role, hit.forms])).toEqual([[canary.role, forms]])
    }),
  )
})

test('what is escaped is found behind and before what may be encoded', () => {
  for (const { role, value } of canaries) {
    for (const text of [`${'a'.repeat(20)} ${percented(value)}`, `${percented(value)} ${'a'.repeat(20)}`]) {
      expect(scanner.text(text).map((hit) => [hit.canary.role, hit.forms])).toEqual([[role, ['url-encoded']]])
    }
  }
})

test('finds every canary in base64, in either alphabet, wherever in the bytes it stands', () => {
  const bytes = fc.uint8Array({ maxLength: 40 })
  fc.assert(
    fc.property(anyCanary, bytes, bytes, fc.constantFrom('base64', 'base64url'), (canary, before, after, alphabet) => {
      const text = Buffer.concat([before, Buffer.from(canary.value), after]).toString(alphabet)
      expect(scanner.text(text).map(({ canary: { role }, forms }) => [role, forms])).toEqual([
        [canary.role, ['base64']],
      ])
    }),
  )
})

test('twelve characters of a minted word are enough, as they are and encoded', () => {
  fc.assert(
    fc.property(anyMinted, fc.nat({ max: 12 }), (canary, skipped) => {
      const word = canary.value.slice(-24)
      const part = word.slice(skipped, skipped + 12)
      expect(scanner.text(`key ${part}…`).map((hit) => [hit.canary.role, hit.forms])).toEqual([
        [canary.role, ['partial']],
      ])
      const hex = scanner.text(Buffer.from(`<${part}>`).toString('hex'))
      expect(hex.map((hit) => [hit.canary.role, hit.forms])).toEqual([[canary.role, ['hex', 'partial']]])
      const encoded = scanner.text(Buffer.from(`<${part}>`).toString('base64'))
      expect(encoded.map(({ canary: { role } }) => role)).toEqual([canary.role])
    }),
  )
})

test('eleven characters are not, nor is what surrounds a word', () => {
  fc.assert(
    fc.property(anyMinted, fc.nat({ max: 13 }), (canary, skipped) => {
      expect(scanner.text(`key ${canary.value.slice(-24).slice(skipped, skipped + 11)}…`)).toEqual([])
    }),
  )
  expect(
    createScanner([{ role: 'user-email', value: `${mint.word('user-email', 16)}@client.example` }]).text(
      'ada@client.example',
    ),
  ).toEqual([])
})

test('the beginning of a digest is enough', () => {
  const [canary] = canaries
  const sha256 = digest('sha256', 'hex')(canary?.value ?? '')
  expect(scanner.text(`hash ${sha256.slice(0, 12)}…`)[0]?.forms).toEqual(['sha256-hex', 'partial'])
  expect(scanner.text(`hash ${sha256.slice(0, 11)}…`)).toEqual([])
})

const packers: readonly [string, (text: string) => Buffer][] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['brotli', brotliCompressSync],
  ['zstd', zstdCompressSync],
]

/** Enough different words that a packer writes no byte as it was. */
const wordy = Array.from({ length: 60 }, (_, index) => `${index} words and ${index * 7919} more`).join(' ')

test.each(packers)('finds every canary packed by %s', (form, pack) => {
  fc.assert(
    fc.property(anyMinted, noise, (canary, before) => {
      const text = `${wordy} ${before} ${canary.value}`
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const hits = scanner.text(`x=${pack(text).toString(encoding)}`)
        expect(hits.map((hit) => [hit.canary.role, hit.forms])).toEqual([[canary.role, [encoding.slice(0, 6), form]]])
      }
    }),
    { numRuns: 30 },
  )
})

// 0x78 is how zlib begins; with a blank or a circumflex behind it even the check of its header holds.
test.each(['x-key ', 'x ', 'x^'])('encoded text that begins with %j is text, and no packed bytes', (beginning) => {
  const [canary] = canaries
  const text = `${beginning}${digest('sha256', 'hex')(canary?.value ?? '')}`
  for (const encoding of ['base64', 'hex'] as const) {
    expect(scanner.text(Buffer.from(text).toString(encoding))[0]?.forms).toEqual([encoding, 'sha256-hex'])
  }
})

test('follows disguise under disguise and tells all of them, the outermost first', () => {
  const [canary] = canaries
  const hash = digest('sha256', 'hex')(canary?.value ?? '')
  const inner = Buffer.from(JSON.stringify({ user: { hash } })).toString('base64url')
  const token = `eyJhbGciOiJIUzI1NiJ9.${inner}.c2lnbmF0dXJl`
  expect(scanner.text(`Bearer ${token}`)[0]?.forms).toEqual(['base64', 'sha256-hex'])
  const twice = Buffer.from(token).toString('base64')
  expect(scanner.json({ a: JSON.stringify({ b: twice }) })[0]?.forms).toEqual(['base64', 'base64', 'sha256-hex'])
})

test('what unpacks to more than anybody sends is left alone', () => {
  const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, 'a')).toString('base64')
  expect(scanner.text(bomb)).toEqual([])
})

test('random bytes, words and documents of realistic size have no canary in them', () => {
  const bytes = fc.uint8Array({ minLength: 2_000, maxLength: 20_000 }).map((array) => Buffer.from(array))
  fc.assert(
    fc.property(bytes, fc.constantFrom('base64', 'hex', 'latin1', 'utf8'), (buffer, encoding) => {
      expect(scanner.text(buffer.toString(encoding))).toEqual([])
    }),
    { numRuns: 40 },
  )
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(scanner.json(JSON.parse(text))).toEqual([])
    }),
  )
  fc.assert(
    fc.property(fc.lorem({ maxCount: 300 }), (text) => {
      expect(scanner.text(text)).toEqual([])
    }),
    { numRuns: 40 },
  )
})
