import { expect, test } from 'vitest'
import type { HeaderPair } from '../../src/capture/exchange.ts'
import { caseFacts, findingsOf, plainBody, type Sent } from './facts.ts'

const ids = ['call/retry-equal', 'call/no-retry-of-refusal', 'call/no-retry-after-output', 'call/fallback-apart']
const about = (findings: readonly string[]) => findings.filter((text) => ids.some((id) => text.startsWith(`${id}: `)))

const passed = { ...plainBody, model: 'gpt-5.2' }
const refused = (status: number): Sent['change'] => ({
  reply: { status, headers: [], frames: [{ at: 1, bytes: Buffer.from('{}') }], end: 'complete' },
})

test('a request that is sent again after a failure that may pass is sent again as it was', () => {
  const first = { change: { ...refused(429) } }
  expect(about(findingsOf({ upstream: [first, {}] }))).toEqual([])
  expect(about(findingsOf({ upstream: [first, { body: { ...passed, seed: 1 } }] }))).toEqual([
    'call/retry-equal: what is sent again differs in /seed',
  ])
})

test.each([400, 401, 404, 422])('after %i the same provider is not asked once more', (status) => {
  expect(about(findingsOf({ upstream: [{ change: { ...refused(status) } }, {}] }))).toEqual([
    `call/no-retry-of-refusal: the provider refused with ${status}, and was asked once more`,
  ])
})

function afterReading(...events: readonly string[]): readonly string[] {
  const frames = events.map((data, index) => ({ at: index, bytes: Buffer.from(`data: ${data}\n\n`) }))
  const headers = [['content-type', 'text/event-stream']] as const
  const change = { reply: { status: 200, headers, frames, end: 'complete' } as const }
  const next = { change: { startedAt: 100 } }
  return about(findingsOf({ client: { body: plainBody, change }, upstream: [{}, next] }))
}

test('once the client has read a word, no provider is asked again', () => {
  const opening = JSON.stringify({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] })
  const word = JSON.stringify({ choices: [{ index: 0, delta: { content: 'Once' } }] })
  expect(afterReading(opening)).toEqual([])
  expect(afterReading(opening, word)).toEqual([
    'call/no-retry-after-output: the provider is asked again when the client has read a part of the answer',
  ])
})

const [own] = caseFacts().targets
const fallback = { ...own, token: 't1f1', controlToken: undefined, model: 'gpt-4o', apiKey: 'sk-fallback-0123456789' }
const facts = { targets: [own, fallback] as const }

/** The request as it arrives at the fallback. */
function atFallback(key: string, model: string): Sent {
  const body = Buffer.from(JSON.stringify({ ...passed, model }))
  const headers = [['authorization', `Bearer ${key}`]] as const
  return { change: { token: 't1f1', request: { method: 'POST', target: '/~t1f1/v1/chat/completions', headers, body } } }
}

test("a fallback is called under its own key and for its own model, and the rest is the client's", () => {
  expect(about(findingsOf({ upstream: [{}, atFallback(fallback.apiKey, 'gpt-4o')], facts }))).toEqual([])
})

test('what belongs to the target that failed is told by name', () => {
  expect(about(findingsOf({ upstream: [{}, atFallback(own.apiKey, own.model)], facts }))).toContain(
    'call/fallback-apart: openai is shown the key and the model of another target, openai',
  )
})

test('a provider is not asked again before the time that it names, in whichever of its headers', () => {
  const waits = (headers: readonly HeaderPair[], after: number) => {
    const first = { change: { startedAt: 0, reply: { status: 429, headers, frames: [], end: 'complete' } as const } }
    return findingsOf({ upstream: [first, { change: { startedAt: after } }] }).filter((text) => /retry-wait/.test(text))
  }
  expect(waits([['retry-after', '1']], 1000)).toEqual([])
  expect(waits([['Retry-After', '1']], 900)).toEqual([
    'call/retry-wait: the provider wants to be left alone for 1000 ms, and is asked again after 900',
  ])
  expect(
    waits(
      [
        ['retry-after', '1'],
        ['retry-after-ms', '400'],
      ],
      500,
    ),
  ).toEqual([])
  // A timer of so many milliseconds may end within the last of them.
  expect(waits([['retry-after-ms', '1']], 0.6)).toEqual([])
  expect(waits([['retry-after-ms', '400']], 399.2)).toEqual([])
  expect(waits([['retry-after-ms', '400']], 398.9)).toEqual([
    'call/retry-wait: the provider wants to be left alone for 400 ms, and is asked again after 398',
  ])
  expect(waits([['retry-after', 'Sun, 06 Nov 1994 08:49:37 GMT']], 1)).toEqual([])
})
