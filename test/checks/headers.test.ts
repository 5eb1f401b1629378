import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { HeaderPair } from '../../src/capture/exchange.ts'
import { credential, findingsOf, plainBody } from './facts.ts'

const about = (id: string, findings: readonly string[]) => findings.filter((text) => text.startsWith(`${id}: `))

function strays(...headers: readonly HeaderPair[]): readonly string[] {
  return about('header/no-stray', findingsOf({ upstream: [{ headers: [...credential, ...headers] }] }))
}

test.each<HeaderPair>([
  ['Host', '127.0.0.1:4010'],
  ['user-agent', 'gateway/1.0'],
  ['X-Stainless-Lang', 'python'],
  ['traceparent', '00-1-2-01'],
  ['OpenAI-Organization', 'org'],
])('a gateway may send %s by itself', (...header) => {
  expect(strays(header)).toEqual([])
})

test.each<HeaderPair>([
  ['Cookie', 'a=b'],
  ['Via', '1.1 edge'],
  ['X-Forwarded-For', '198.51.100.7'],
  ['x-gateway-user', 'u'],
])('nobody asks for %s', (...header) => {
  expect(strays(header)).toEqual([
    `header/no-stray: the header ${header[0]} reaches the provider, and nobody asked for it`,
  ])
})

test('a header that the operator lets through is no stray, and has to arrive', () => {
  const client = { body: plainBody, headers: [['x-tag', 'blue']] as const }
  const arrives = { headers: [...credential, ['X-Tag', 'blue'] as const] }
  const facts = { forwardHeaders: ['x-tag'] }
  expect(findingsOf({ client, upstream: [arrives], facts })).toEqual([])
  expect(findingsOf({ client, facts })).toEqual([
    'header/forwarded: the header x-tag is to go on to the provider, and does not arrive as it was sent',
  ])
})

test('a header of which there is one comes once', () => {
  expect(strays(['User-Agent', 'client/1'], ['user-agent', 'gateway/1'])).toEqual([
    'header/no-stray: the header user-agent reaches the provider more than once',
  ])
})

const answer = Buffer.from('{"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]}')

function framing(headers: readonly HeaderPair[], bytes: Buffer = answer): readonly string[] {
  const reply = { status: 200, headers, frames: [{ at: 1, bytes }], end: 'complete' } as const
  return about('header/reply-framing', findingsOf({ client: { body: plainBody, change: { reply } } }))
}

test('bytes that are packed as their label says, or have none, are framed well', () => {
  expect(framing([['content-length', String(answer.length)]])).toEqual([])
  expect(framing([['content-encoding', 'gzip']], gzipSync(answer))).toEqual([])
  expect(framing([['content-encoding', 'identity']])).toEqual([])
})

test.each<[string, readonly HeaderPair[]]>([
  ['the reply says that it is packed by gzip, and is not', [['Content-Encoding', 'gzip']]],
  [`the reply says that it has 9 bytes, and has ${answer.length}`, [['content-length', '9']]],
  [
    'the reply says its length and is sent in chunks',
    [
      ['content-length', '9'],
      ['transfer-encoding', 'chunked'],
    ],
  ],
  ["the header proxy-connection of the provider's connection reaches the client", [['proxy-connection', 'close']]],
  [
    'the reply has the header date more than once',
    [
      ['date', 'now'],
      ['Date', 'now'],
    ],
  ],
])('it is told that %s', (message, headers) => {
  expect(framing(headers)).toEqual([`header/reply-framing: ${message}`])
})
