import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Exchange } from '../../src/capture/exchange.ts'
import { exchangeLine, exchangeOfLine } from '../../src/capture/journal/ndjson.ts'
import { anyExchange } from './any-exchange.ts'

test('an exchange comes back from its line as it was: every byte, and headers in order, case and number', () => {
  fc.assert(
    fc.property(anyExchange, (exchange) => {
      const line = exchangeLine(exchange)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(exchangeOfLine(line)).toStrictEqual(exchange)
    }),
  )
})

const plain: Exchange = {
  id: 'u1',
  hop: 'upstream',
  token: undefined,
  attribution: 'none',
  step: 0,
  startedAt: 0,
  request: { method: 'GET', target: '/', headers: [], body: Buffer.from([0, 255]) },
}

test.each([
  ['is not JSON', '{', 'the line is not JSON'],
  ['lacks a member', '{}', "must have required property 'id'"],
  ['has a member too many', exchangeLine(plain).replace('{', '{"more":1,'), 'must NOT have additional properties'],
  ['holds no base64', exchangeLine(plain).replace('AP8=', '????'), 'bytes are not base64'],
])('a line that %s is a fault', (_, line, words) => {
  expect(() => exchangeOfLine(line)).toThrow(expect.objectContaining({ code: 'E_JOURNAL_EXCHANGE' }))
  expect(() => exchangeOfLine(line)).toThrow(words)
})
