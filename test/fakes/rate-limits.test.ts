import { expect, test } from 'vitest'
import { durationText } from '../../fakes/openai/rate-limits.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import type { RateLimit } from '../../src/fake-kit/rate-limit.ts'
import type { StartFakesOptions } from '../../src/fake-kit/start-fakes.ts'
import * as azure from './azure-fake.ts'
import * as codex from './codex-fake.ts'
import * as openai from './openai-fake.ts'

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'four letters a token: ten tokens....' }] }
const oneRequest: RateLimit = { of: 'requests', limit: 1, windowMs: 60_000 }
const tokens: RateLimit = { of: 'tokens', limit: 30, windowMs: 60_000 }

interface Limited extends AsyncDisposable {
  readonly running: RunningFakes
  /** Lets so many milliseconds pass. */
  pass(ms: number): void
}

type Start = (options: Partial<StartFakesOptions>) => Promise<RunningFakes>

async function limited(start: Start, provider: string, limits: readonly RateLimit[]): Promise<Limited> {
  let now = Date.UTC(2026, 0, 1)
  const running = await start({ clock: () => now, settings: { [provider]: { limits } } })
  const pass = (ms: number) => {
    now += ms
  }
  return { running, pass, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
}

async function said(reply: Response, headers: RegExp): Promise<readonly [number, object, unknown]> {
  const shown = [...reply.headers].filter(([name]) => headers.test(name))
  const text = await reply.text()
  return [reply.status, Object.fromEntries(shown), reply.ok ? text : JSON.parse(text)]
}

const limitNames = /^x-ratelimit|^retry-after/

test('OpenAI counts requests down and refuses the one too many until the window has slid on', async () => {
  await using fake = await limited(openai.startOpenAI, 'openai', [oneRequest])
  const ask = async () => said(await openai.post(fake.running, '/chat/completions', chat), limitNames)
  const [status, headers] = await ask()
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'x-ratelimit-limit-requests': '1',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '1m0s',
    'x-ratelimit-limit-tokens': '160000',
  })
  fake.pass(58_500)
  expect(await ask()).toMatchObject([
    429,
    { 'retry-after': '2', 'retry-after-ms': '1500', 'x-ratelimit-remaining-requests': '0' },
    {
      error: {
        message:
          'Rate limit reached for gpt-4o in organization org-watertight on requests per min (RPM): Limit 1, Used 1, Requested 1. Please try again in 1.5s. Visit https://platform.openai.com/account/rate-limits to learn more.',
        type: 'requests',
        param: null,
        code: 'rate_limit_exceeded',
      },
    },
  ])
  expect(fake.running.journal.exchanges().at(-1)?.verdict).toMatchObject({ rule: 'openai/rate-limit', status: 429 })
  fake.pass(1500)
  expect((await ask())[0]).toBe(200)
})

test('OpenAI counts tokens: what the texts are worth, or what the answer may have', async () => {
  await using fake = await limited(openai.startOpenAI, 'openai', [tokens])
  const ask = async (more: object = {}) =>
    said(await openai.post(fake.running, '/chat/completions', { ...chat, ...more }), limitNames)
  expect((await ask())[1]).toMatchObject({ 'x-ratelimit-remaining-tokens': '18' })
  expect(await ask({ max_completion_tokens: 20 })).toMatchObject([
    429,
    { 'retry-after-ms': '60000' },
    {
      error: {
        message: expect.stringContaining(
          'on tokens per min (TPM): Limit 30, Used 12, Requested 20. Please try again in 1m0s.',
        ),
      },
    },
  ])
  const [status, headers, body] = await ask({ max_completion_tokens: 31 })
  expect([status, body]).toMatchObject([
    429,
    {
      error: {
        message: expect.stringMatching(/^Request too large for gpt-4o .*: Limit 30, Requested 31\. The input or/),
      },
    },
  ])
  expect(headers).not.toHaveProperty('retry-after')
})

test('a request that is refused counts as one, and is told why instead of that there are too many', async () => {
  await using fake = await limited(openai.startOpenAI, 'openai', [oneRequest])
  const ask = (more: object = {}) => openai.post(fake.running, '/chat/completions', { ...chat, ...more })
  expect([(await ask({ bogus: 1 })).status, (await ask({ bogus: 1 })).status, (await ask()).status]).toEqual([
    400, 400, 429,
  ])
})

test('every case has windows of its own', async () => {
  await using fake = await limited(openai.startOpenAI, 'openai', [oneRequest])
  const ask = async (token: string) => (await openai.post(fake.running, '/chat/completions', chat, token)).status
  expect([await ask('a'), await ask('b'), await ask('a')]).toEqual([200, 200, 429])
})

test('a relaxed limit lets pass, and a fake that observes tells what it would have refused', async () => {
  await using fake = await limited(openai.startOpenAI, 'openai', [oneRequest])
  const ask = async (token: string) => (await openai.post(fake.running, '/chat/completions', chat, token)).status
  fake.running.relaxForCase('a', 'openai/rate-limit', 'its retries are somebody else’s matter')
  expect([await ask('a'), await ask('a')]).toEqual([200, 200])
  fake.running.setCaseLevel('b', 'observe')
  expect([await ask('b'), await ask('b')]).toEqual([200, 200])
  expect(fake.running.journal.exchanges({ token: 'b' }).at(-1)?.verdict).toMatchObject({ rule: 'openai/rate-limit' })
})

test('the dated surface of Azure names operation and version; the other one says when to try again', async () => {
  await using fake = await limited(azure.startAzure, 'azure-openai', [oneRequest])
  const ask = async (path: string) => said(await azure.post(fake.running, path, chat), limitNames)
  const dated = azure.datedChat('gpt-4o', '2024-08-01-preview')
  expect((await ask(dated))[1]).toEqual({
    'x-ratelimit-limit-requests': '1',
    'x-ratelimit-limit-tokens': '250000',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-remaining-tokens': '249984',
  })
  expect(await ask(dated)).toEqual([
    429,
    { 'retry-after': '60', 'retry-after-ms': '60000' },
    {
      error: {
        code: '429',
        message:
          'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-08-01-preview have exceeded call rate limit of your current OpenAI S0 pricing tier. Please retry after 60 seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.',
      },
    },
  ])
  fake.pass(1)
  expect(await ask('/openai/v1/chat/completions')).toMatchObject([
    429,
    { 'retry-after': '60', 'retry-after-ms': '59999' },
    { error: { code: '429', message: 'Rate limit is exceeded. Try again in 60 seconds.' } },
  ])
})

test('Codex shows two windows as percentages, for all models, and says when the plan can be used again', async () => {
  const week = { of: 'requests', limit: 4, windowMs: 604_800_000 } as const
  await using fake = await limited(codex.startCodex, 'codex', [{ ...oneRequest, limit: 2, windowMs: 18_000_000 }, week])
  const ask = async (model: string) =>
    said(await codex.postTurn(fake.running, { ...codex.hello, model }), /^x-codex-\w+ary/)
  expect((await ask('gpt-5.5'))[1]).toEqual({
    'x-codex-primary-used-percent': '50',
    'x-codex-primary-window-minutes': '300',
    'x-codex-primary-reset-after-seconds': '18000',
    'x-codex-primary-reset-at': '1767243600',
    'x-codex-secondary-used-percent': '25',
    'x-codex-secondary-window-minutes': '10080',
    'x-codex-secondary-reset-after-seconds': '604800',
    'x-codex-secondary-reset-at': '1767830400',
  })
  fake.pass(1000)
  await ask('gpt-5.6-terra')
  expect(await ask('gpt-5.5')).toMatchObject([
    429,
    { 'x-codex-primary-used-percent': '100', 'x-codex-secondary-used-percent': '50' },
    {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        plan_type: 'plus',
        resets_at: 1_767_243_600,
        eligible_promo: null,
        resets_in_seconds: 17_999,
      },
    },
  ])
  const usage = await codex.send(fake.running, '/backend-api/wham/usage')
  expect(await usage.json()).toMatchObject({
    rate_limit: { allowed: false, limit_reached: true, primary_window: { used_percent: 100 } },
  })
})

test.each([
  [0, '0ms'],
  [174, '174ms'],
  [11_054, '11.054s'],
  [360_000, '6m0s'],
  [3_723_500, '1h2m3.5s'],
])('OpenAI writes %i milliseconds as %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

test.each([
  ['openai/rate-limit', { 'retry-after': '1', 'retry-after-ms': '174' }],
  ['openai/request-too-large', {}],
  ['openai/insufficient-quota', {}],
])('a script may have %s said where there is no limit', async (rule, retry) => {
  await using running = await openai.startOpenAI()
  running.script('t', 0, [{ error: { rule } }])
  const [status, headers, body] = await said(await openai.post(running, '/chat/completions', chat, 't'), /^retry/)
  expect([status, headers, body]).toMatchObject([429, retry, { error: { param: null } }])
  expect(running.faults).toEqual([])
})
