import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Exchange, HeaderPair } from '../../src/capture/exchange.ts'
import { judgeCase } from '../../src/checks/judge.ts'
import { type Canary, createMint } from '../../src/leak/canary.ts'
import { caseFacts, credential, findingsOf, plainBody, type Situation } from './facts.ts'

const mint = createMint('seed', 'case')
const key: Canary = { role: 'client-key', value: `sk-${mint.word('client-key', 32)}` }
const facts = { canaries: [key, { role: 'provider-url', value: '127.0.0.1:4010' }] } as const
const passed = { ...plainBody, model: 'gpt-5.2' }

function leaks(situation: Situation) {
  const { findings } = judgeCase(caseFacts({ ...situation, facts }))
  return findings.filter(({ check }) => check.startsWith('leak/'))
}

function reply(headers: readonly HeaderPair[], ...pieces: readonly (string | Buffer)[]): Partial<Exchange> {
  const frames = pieces.map((bytes, at) => ({ at, bytes: Buffer.from(bytes) }))
  return { reply: { status: 200, headers, frames, end: 'complete' } }
}

const stream = [['content-type', 'text/event-stream']] as const
const delta = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`

test('a key that is cut over the events of a stream is found in what they say together', () => {
  const pieces = ['your key is ', ...(key.value.match(/.{1,5}/g) ?? []), ', ada'].map(delta)
  const [found] = leaks({ client: { body: plainBody, change: reply(stream, ...pieces) } })
  expect(found).toMatchObject({ check: 'leak/canary-client', message: 'the client is shown client-key' })
  expect(found?.evidence[0]).toMatchObject({
    at: { body: '/choices/0/delta/content' },
    shown: 'your key is <client-key>, ada',
  })
})

test('a key that is cut by the network is found', () => {
  const text = delta(`key ${key.value}`)
  const change = reply(stream, text.slice(0, 60), text.slice(60))
  expect(leaks({ client: { body: plainBody, change } })).toHaveLength(1)
})

test('a packed body is unpacked, with a header that says so and without one', () => {
  const bytes = gzipSync(`no JSON, but ${key.value}`)
  for (const headers of [[['content-encoding', 'gzip']], []] as const) {
    expect(leaks({ client: { body: plainBody, change: reply(headers, bytes) } })).toHaveLength(1)
  }
})

test('a part of a key is a leak, and the report does not repeat it', () => {
  const part = key.value.slice(3, 20)
  const [found] = leaks({ upstream: [{ body: { ...passed, user: `masked ${part}***` } }] })
  expect(found?.evidence).toMatchObject([{ shown: 'masked <client-key>***', forms: ['partial'] }])
  expect(JSON.stringify(found)).not.toContain(part)
})

test('under a disguise that was undone a part is not repeated either', () => {
  const part = key.value.slice(3, 20).toUpperCase()
  const [found] = leaks({ upstream: [{ body: { ...passed, user: `masked%20${part}%2A` } }] })
  expect(found?.evidence).toHaveLength(1)
  expect(JSON.stringify(found)).not.toContain(part)
})

test('what is found deep in a long text is shown with what stands around it', () => {
  const filler = 'many words '.repeat(100)
  const [found] = leaks({ upstream: [{ body: { ...passed, user: `${filler}key=${key.value} ${filler}` } }] })
  expect(found?.evidence[0]?.shown).toMatch(/^….*words key=<client-key> many words/)
})

test("a minted word of another case is another's leak, on both hops", () => {
  const other = createMint('seed', 'other').word('user-id', 16)
  const message = 'carries user-id of another client or route'
  expect(leaks({ upstream: [{ body: { ...passed, user: `user-${other}` } }] })).toMatchObject([
    { check: 'leak/other-case', message },
  ])
  const change = reply([], JSON.stringify({ error: { message: `user-${other} is unknown` } }))
  expect(leaks({ client: { body: plainBody, change } })).toMatchObject([{ check: 'leak/other-case', message }])
})

test('the aliases of a gateway are for all its clients', () => {
  const alias = createMint('seed', 'other').word('route-alias', 16)
  const change = reply([], JSON.stringify({ error: { message: `there is route-${alias}, too` } }))
  expect(leaks({ client: { body: plainBody, change } })).toEqual([])
})

test("the provider's key belongs into its own header, and into no other", () => {
  const headers = [...credential, ['x-request-id', credential[0]?.[1] ?? ''] as const]
  expect(findingsOf({ upstream: [{ headers }] })).toEqual(['leak/canary-upstream: the provider is shown provider-key'])
})

test('the account of a provider has one header, at its own target, and is shown to no client', () => {
  const account: Canary = { role: 'account-id', value: `acct-${mint.word('account-id', 24)}` }
  const [own] = caseFacts().targets
  const found = (accountId: string, header: string, change: Partial<Exchange> = {}) =>
    judgeCase(
      caseFacts({
        client: { body: plainBody, change },
        upstream: [{ body: passed, headers: [...credential, [header, account.value]] }],
        facts: { canaries: [account], targets: [{ ...own, accountId }] },
      }),
    ).findings.flatMap(({ check, message }) => (check.startsWith('leak/') ? [message] : []))
  expect(found(account.value, 'chatgpt-account-id')).toEqual([])
  expect(found(account.value, 'x-account')).toEqual(['the provider is shown account-id'])
  expect(found('acct-of-another', 'chatgpt-account-id')).toEqual(['the provider is shown account-id'])
  expect(found(account.value, 'chatgpt-account-id', reply([['x-account', account.value]], '{}'))).toEqual([
    'the client is shown account-id',
  ])
})
