import { createOpenAI } from '@ai-sdk/openai'
import { jsonSchema, streamText, tool } from 'ai'
import OpenAI from 'openai'
import { afterAll, expect, test } from 'vitest'
import type { Turn } from '../../../src/index.ts'
import { type Asked, masterKey, open, startProviders } from './live-kit.ts'

const running = await startProviders()
afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

/** Ways on which the gateway writes the reply itself. */
const bridges = [
  ['Responses on a chat provider', { provider: 'openai', surface: 'chat-completions', model: 'gpt-4o' }],
  ['Responses on Azure', { provider: 'azure-openai', surface: 'chat-completions', model: 'gpt-4o' }],
  ['Responses on Codex', { provider: 'codex', surface: 'responses', model: 'gpt-5.2-codex' }],
] as const satisfies readonly (readonly [string, Asked['target']])[]

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
} as const

const turn: Turn = {
  text: 'I will look, grüße.',
  toolCalls: [
    { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
    { id: 'call_2', name: 'weather', arguments: '{"city":"Hue"}' },
  ],
  usage: { input: 5, output: 7 },
  deltas: { interleaved: true, bytesPerWrite: 11 },
}

const request = {
  model: 'live',
  input: 'Weather?',
  tools: [{ type: 'function' as const, name: 'weather', parameters, strict: true }],
}

test.each(bridges)("OpenAI's client puts a stream together: %s", async (_way, target) => {
  await using gateway = await open(running, { target, turns: [turn] })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: masterKey, maxRetries: 0 })
  const response = await client.responses.stream(request).finalResponse()
  expect(response).toMatchObject({ status: 'completed', output_text: turn.text, usage: { total_tokens: 12 } })
  expect(response.output.slice(1)).toMatchObject([
    { type: 'function_call', call_id: 'call_1', arguments: '{"city":"Oslo"}' },
    { type: 'function_call', call_id: 'call_2', arguments: '{"city":"Hue"}' },
  ])
})

test.each(bridges)("OpenAI's client goes on with what a reply gave it: %s", async (_way, target) => {
  await using gateway = await open(running, { target, turns: [turn, { text: 'Rain.' }] })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: masterKey, maxRetries: 0 })
  const first = await client.responses.create(request)
  const outputs = first.output
    .filter((item) => item.type === 'function_call')
    .map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output: 'rain' }))
  const user = { role: 'user' as const, content: 'Weather?' }
  // Through JSON, as an application would keep it: the client's types of output and input are not the same.
  const input: OpenAI.Responses.ResponseInput = JSON.parse(JSON.stringify([user, ...first.output, ...outputs]))
  const second = await client.responses.create({ ...request, input })
  expect(second.output_text).toBe('Rain.')
  expect(running.journal.exchanges({ token: gateway.token }).map(({ verdict }) => verdict?.kind)).toEqual([
    'accepted',
    'accepted',
  ])
})

test.each(bridges)('the AI SDK reads every event: %s', async (_way, target) => {
  await using gateway = await open(running, { target, turns: [turn] })
  const provider = createOpenAI({ baseURL: `${gateway.url}/v1`, apiKey: masterKey })
  const result = streamText({
    model: provider.responses('live'),
    prompt: 'Weather?',
    tools: { weather: tool({ inputSchema: jsonSchema<{ city: string }>(parameters) }) },
    maxRetries: 0,
  })
  expect(await result.text).toBe(turn.text)
  expect((await result.toolCalls).map(({ toolCallId, input }) => [toolCallId, input])).toEqual([
    ['call_1', { city: 'Oslo' }],
    ['call_2', { city: 'Hue' }],
  ])
  expect(await result.finishReason).toBe('tool-calls')
})
