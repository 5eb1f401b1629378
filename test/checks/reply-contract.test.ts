import { expect, test } from 'vitest'
import { replyContract } from '../../src/checks/reply-contract.ts'
import { loadContracts, packagePath } from '../../src/index.ts'
import { json, saidOf, stream, type Told } from './reply-kit.ts'

const contracts = loadContracts(packagePath('contracts'))
const message = { role: 'assistant', content: 'hello', refusal: null }
const choice = { index: 0, message, logprobs: null, finish_reason: 'stop' }
const whole = { id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [choice] }
const elsewhere = { provider: json({ status: 'completed', output: [] }), upstream: 'responses' } as const

function said(told: Told): string | readonly string[] {
  return saidOf(replyContract, { ...told, facts: { contracts } })
}

test('a reply that has what the surface promises is well; what it has besides is its own affair', () => {
  expect(said({ client: json(whole), ...elsewhere })).toBe('passed')
  const more = { ...whole, provider_specific_fields: {}, choices: [{ ...choice, message: { ...message, extra: 1 } }] }
  expect(said({ client: json(more), ...elsewhere })).toBe('passed')
})

test('a member that is missing, or of another type, is told with its place', () => {
  const { id: _, ...nameless } = whole
  expect(said({ client: json(nameless), ...elsewhere })).toEqual(['/id: is not there'])
  const wrong = { ...whole, created: 'today', choices: [{ ...choice, finish_reason: 'end_turn' }] }
  expect(said({ client: json(wrong), ...elsewhere })).toEqual([
    expect.stringMatching(/^\/created: /),
    expect.stringMatching(/^\/choices\/0\/finish_reason: /),
  ])
})

test('null and absence are one to clients: what may be either is not missing, and what may be neither is', () => {
  const piece = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' }
  const unfinished = { ...piece, choices: [{ index: 0, delta: { role: 'assistant', tool_calls: null } }] }
  expect(said({ client: stream(unfinished, '[DONE]'), ...elsewhere })).toBe('passed')
  const token = { token: 'a', logprob: -1, bytes: null, top_logprobs: null }
  const withToken = { ...choice, logprobs: { content: [token] } }
  expect(said({ client: json({ ...whole, choices: [withToken] }), ...elsewhere })).toEqual([
    expect.stringMatching(/^\/choices\/0\/logprobs\/content\/0\/top_logprobs: /),
  ])
})

test('what the provider itself leaves out is not missing on account of the gateway', () => {
  const { id: _, ...nameless } = whole
  expect(said({ client: json(nameless) })).toBe('passed')
  expect(said({ client: json({ ...nameless, model: 3 }), provider: json(nameless) })).toEqual([
    expect.stringMatching(/^\/model: /),
  ])
})

test('every event of a stream is looked at, and the same mistake is told once', () => {
  const chunk = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' }
  const piece = (delta: object, finish_reason: string | null = null) => ({
    ...chunk,
    choices: [{ index: 0, delta, finish_reason }],
  })
  const good = [piece({ role: 'assistant', content: 'hi' }), piece({}, 'stop'), '[DONE]']
  expect(said({ client: stream(...good), ...elsewhere })).toBe('passed')
  const bad = good.map((each) => (typeof each === 'string' ? each : { ...each, created: null }))
  expect(said({ client: stream(...bad), ...elsewhere })).toEqual([expect.stringMatching(/^\/created of a chunk: /)])
})

test('without an answer, or without the contract of its surface, there is nothing to look at', () => {
  expect(said({ client: json({ error: { message: 'no' } }, 400) })).toBe('none')
  expect(saidOf(replyContract, { client: json({}), facts: { contracts: new Map() } })).toBe('none')
})
