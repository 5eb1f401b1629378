import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Canary, canaryRoles, createMint } from '../../src/leak/canary.ts'
import { redact } from '../../src/leak/redact.ts'

const mint = createMint('seed', 'case')
const key: Canary = { role: 'client-key', value: `sk-${mint.word('client-key', 24)}` }
const host: Canary = { role: 'client-ip', value: '127.64.3.5' }
const url: Canary = { role: 'gateway-url', value: `${host.value}:4000` }
const road: Canary = { role: 'team-alias', value: 'straße-12' }
const canaries: readonly Canary[] = [host, key, url, road]

/** What it says it does, done the long way. */
function replaced(text: string): string {
  const ordered = canaries.toSorted((a, b) => b.value.length - a.value.length)
  let shown = ''
  for (let at = 0; at < text.length; ) {
    const canary = ordered.find(({ value }) => text.startsWith(value, at))
    shown += canary === undefined ? text[at] : `<${canary.role}>`
    at += canary?.value.length ?? 1
  }
  return shown
}

test('every canary is replaced by its role, wherever it stands and however often, and nothing else is changed', () => {
  const values = canaries.map(({ value }) => value)
  const piece = fc.oneof(
    fc.constantFrom(...values, ...values.map((value) => value.toUpperCase()), ...values.map((value) => value.slice(1))),
    fc.constantFrom(...values.map((value) => value.slice(0, -1)), '127.', 'sk-', 'Ā', '😀', ''),
    fc.string({ maxLength: 12 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      expect(redact(text, canaries)).toBe(replaced(text))
    }),
    { numRuns: 1000 },
  )
})

test('a text that is a canary and no more, the shortest one too, is its role', () => {
  for (const { role, value } of canaries) expect(redact(value, canaries)).toBe(`<${role}>`)
})

test('of two canaries that begin alike the longer one is named, in whatever order they are listed', () => {
  for (const list of [
    [host, url],
    [url, host],
  ]) {
    expect(redact(`${url.value} ${host.value}`, list)).toBe('<gateway-url> <client-ip>')
  }
})

test('what begins within a canary that is replaced already is not replaced again', () => {
  const inner: Canary = { role: 'cookie', value: key.value.slice(-12) }
  expect(redact(`${key.value}${inner.value}`, [inner, key])).toBe('<client-key><cookie>')
})

test('a list is known by what it is, not by what another was', () => {
  const lists = canaryRoles.slice(0, 3).map((role): readonly Canary[] => [{ role, value: key.value }])
  expect(lists.map((list) => redact(key.value, list))).toEqual(['<client-key>', '<master-key>', '<provider-key>'])
  expect(redact(key.value, [])).toBe(key.value)
})
