import { expect, test } from 'vitest'
import { replyChoices, replyLogprobs, replyReasoning, replyRefusal } from '../../src/checks/reply-details.ts'
import { replyExtras } from '../../src/checks/reply-extras.ts'
import { replyCallIds, replyModel } from '../../src/checks/reply-names.ts'
import { replyUsage } from '../../src/checks/usage.ts'
import { json, saidOf, stream } from './reply-kit.ts'

const completion = (message: object, more: object = {}) =>
  json({ model: 'gpt-5.2', choices: [{ index: 0, message, finish_reason: 'stop' }], ...more })
const response = (output: readonly object[], more: object = {}) =>
  json({ model: 'gpt-5.2', status: 'completed', output, ...more })
const plain = completion({ content: 'hello' })
const failing = { step: { outcomes: ['error'], statuses: [] } } as const

test('where the scenario has no answer expected, there is nothing to compare', () => {
  const checks = [replyRefusal, replyReasoning, replyChoices, replyLogprobs, replyExtras, replyUsage, replyModel]
  for (const check of [...checks, replyCallIds]) expect(saidOf(check, { client: plain, ...failing })).toBe('none')
})

test('a refusal has to arrive with its words; without one there is nothing to look at', () => {
  const declined = completion({ content: null, refusal: 'No.' })
  const items = response([{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }])
  expect(saidOf(replyRefusal, { client: plain })).toBe('none')
  expect(saidOf(replyRefusal, { client: declined, provider: items, upstream: 'responses' })).toBe('passed')
  expect(saidOf(replyRefusal, { client: plain, provider: items, upstream: 'responses' })).toEqual([
    'the refusal is "", the model declined with "No."',
  ])
  expect(saidOf(replyRefusal, { client: declined, provider: plain })).toEqual([
    'the refusal is "No.", the model declined with ""',
  ])
})

const reasoned = (text: string, sealed = 'gAAAA') =>
  response([
    { type: 'reasoning', summary: [{ type: 'summary_text', text }], encrypted_content: sealed },
    { type: 'message', content: [{ type: 'output_text', text: 'hello' }] },
  ])

test('reasoning stays as it is on its own surface, the sealed one too', () => {
  const surface = 'responses'
  const provider = reasoned('Hm.')
  expect(saidOf(replyReasoning, { surface, client: provider })).toBe('passed')
  expect(saidOf(replyReasoning, { surface, client: reasoned(''), provider })).toEqual([
    'the reasoning is "", the provider showed "Hm."',
  ])
  expect(saidOf(replyReasoning, { surface, client: reasoned('Hm.', 'gBBBB'), provider })).toEqual([
    'the reasoning is sealed as ["gBBBB"], by the provider as ["gAAAA"]',
  ])
})

test('a bridge may leave reasoning out, and must not change it', () => {
  const provider = reasoned('Hm.', '')
  const upstream = 'responses'
  expect(saidOf(replyReasoning, { client: plain, provider, upstream })).toBe('none')
  expect(
    saidOf(replyReasoning, { client: completion({ content: 'hello', reasoning_content: 'Hm.' }), provider, upstream }),
  ).toBe('passed')
  expect(
    saidOf(replyReasoning, { client: completion({ content: 'hello', reasoning_content: 'Ha.' }), provider, upstream }),
  ).toEqual(['the reasoning is "Ha.", the provider showed "Hm."'])
})

const choices = (...texts: readonly string[]) =>
  json({ choices: texts.map((content, index) => ({ index, message: { content }, finish_reason: 'stop' })) })

test('every choice arrives, and says what it said', () => {
  const provider = choices('a', 'b')
  expect(saidOf(replyChoices, { client: provider })).toBe('passed')
  expect(saidOf(replyChoices, { client: choices('a'), provider })).toEqual(['the client gets 1 of 2 choices'])
  expect(saidOf(replyChoices, { client: choices('a', 'c'), provider })).toEqual([
    'choice 1 says "c", with the provider "b"',
  ])
  const unfinished = json({
    choices: [{ message: { content: 'a' }, finish_reason: 'stop' }, { message: { content: 'b' } }],
  })
  expect(saidOf(replyChoices, { client: unfinished, provider })).toEqual([
    'choice 1 finishes as null, with the provider "stop"',
  ])
  // A text and a call of one answer are one choice: of the split one the second has the call.
  const split = json({
    choices: [
      { message: { content: 'a' }, finish_reason: 'stop' },
      { message: { tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] }, finish_reason: 'tool_calls' },
    ],
  })
  const items = response([
    { type: 'message', content: [{ type: 'output_text', text: 'a' }] },
    { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
  ])
  expect(saidOf(replyChoices, { client: split, provider: items, upstream: 'responses' })).toEqual([
    'one answer reaches the client as 2 choices',
  ])
})

const withLogprobs = (...tokens: readonly string[]) =>
  json({
    choices: [
      {
        message: { content: tokens.join('') },
        logprobs: { content: tokens.map((token) => ({ token, logprob: -0.5, bytes: null, top_logprobs: [] })) },
        finish_reason: 'stop',
      },
    ],
  })

test('the log probabilities of every token arrive, where the provider gave any', () => {
  const provider = withLogprobs('a', 'b')
  expect(saidOf(replyLogprobs, { client: provider })).toBe('passed')
  expect(saidOf(replyLogprobs, { client: plain })).toBe('none')
  expect(saidOf(replyLogprobs, { client: withLogprobs('b'), provider })).toEqual([
    '1 of 2 tokens come without their log probabilities',
  ])
  expect(saidOf(replyLogprobs, { client: withLogprobs('b', 'a'), provider })).toEqual([
    'the log probabilities are not those of the provider',
  ])
})

test('what the content filter found is kept on its own surface; what holds nothing may go', () => {
  const filtered = completion({ content: 'hello', annotations: [] }, { prompt_filter_results: [{ prompt_index: 0 }] })
  expect(saidOf(replyExtras, { client: filtered })).toBe('passed')
  expect(saidOf(replyExtras, { client: plain, provider: completion({ content: 'hello', annotations: [] }) })).toBe(
    'none',
  )
  expect(saidOf(replyExtras, { client: plain, provider: filtered })).toEqual([
    'the client does not get prompt_filter_results, which the provider sent',
  ])
  const items = response([{ type: 'message', content: [] }], { service_tier: 'default' })
  expect(saidOf(replyExtras, { client: plain, provider: items, upstream: 'responses' })).toBe('none')
})

const usage = (input: number, cached: number, output: number) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cached },
})

test('the usage is compared count by count, and a count of nothing may be left out', () => {
  const counted = (numbers: object) => completion({ content: 'hello' }, { usage: numbers })
  const provider = counted(usage(30, 10, 5))
  expect(saidOf(replyUsage, { client: provider })).toBe('passed')
  expect(saidOf(replyUsage, { client: counted(usage(30, 0, 5)), provider })).toEqual([
    'cached input tokens: 0, the provider counted 10',
  ])
  expect(saidOf(replyUsage, { client: counted(usage(20, 10, 5)), provider })).toEqual([
    'input tokens: 20, the provider counted 30; tokens in all: 25, the provider counted 35',
  ])
  const bare = { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 }
  expect(saidOf(replyUsage, { client: counted(bare), provider: counted(usage(30, 0, 5)) })).toBe('passed')
  expect(saidOf(replyUsage, { client: plain, provider })).toEqual(['there is no usage, the provider counted 35 tokens'])
  expect(saidOf(replyUsage, { client: plain })).toBe('none')
})

test('a Chat stream owes the usage to those who asked for it', () => {
  const events = [{ choices: [{ index: 0, delta: { content: 'hello' }, finish_reason: 'stop' }] }, '[DONE]']
  const client = stream(...events)
  const provider = stream(...events.slice(0, 1), { choices: [], usage: usage(3, 0, 2) }, '[DONE]')
  expect(saidOf(replyUsage, { client, provider })).toBe('none')
  const asked = { stream: true, stream_options: { include_usage: true } }
  expect(saidOf(replyUsage, { client, provider, asked })).toEqual(['there is no usage, the provider counted 5 tokens'])
})

test('the model is the alias or the one that answered, the same in the whole reply', () => {
  const named = (model: string) => completion({ content: 'hello' }, { model })
  const provider = named('gpt-5.2-2026-01-01')
  for (const model of ['alias', 'gpt-5.2', 'gpt-5.2-2026-01-01']) {
    expect(saidOf(replyModel, { client: named(model), provider })).toBe('passed')
  }
  expect(saidOf(replyModel, { client: named('openai/gpt-5.2'), provider })).toEqual([
    'the reply names the model openai/gpt-5.2, which nobody else calls so',
  ])
  expect(saidOf(replyModel, { client: completion({ content: 'hello' }, { model: undefined }), provider })).toBe('none')
  const events = ['alias', 'gpt-5.2'].map((model) => ({ model, choices: [{ index: 0, delta: { content: 'x' } }] }))
  expect(saidOf(replyModel, { client: stream(...events, '[DONE]'), provider })).toEqual([
    'the reply names 2 models: alias, gpt-5.2',
  ])
})

test('a call keeps the id that it was given', () => {
  const called = (id: string) => completion({ tool_calls: [{ id, function: { name: 'f', arguments: '{}' } }] })
  const provider = response([{ type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{}' }])
  const upstream = 'responses'
  expect(saidOf(replyCallIds, { client: called('call_1'), provider, upstream })).toBe('passed')
  expect(saidOf(replyCallIds, { client: called('fc_1'), provider, upstream })).toEqual([
    'the ids of the calls are ["fc_1"], the provider gave ["call_1"]',
  ])
  expect(saidOf(replyCallIds, { client: plain })).toBe('none')
})
