import { expect, test } from 'vitest'
import { createCompletion } from '../../fakes/surfaces/completions/create.ts'
import { createEmbedding } from '../../fakes/surfaces/embeddings/create.ts'
import { createModeration } from '../../fakes/surfaces/moderations/create.ts'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import type { Call, OperationHandler, Reply } from '../../src/fake-kit/reply.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { openai } from '../contract/openai.ts'

function answer(handler: OperationHandler, operationId: string, body: unknown, turn?: Turn): Reply {
  const operation = openai.operations.find(({ id }) => id === operationId)
  if (operation === undefined) throw new Error(`no operation ${operationId}`)
  expect(operation.judge(body)).toBeNull()
  const call: Call = {
    provider: 'openai',
    operation,
    params: {},
    query: {},
    headers: [],
    body,
    files: new Map(),
    perform: () => ({ status: 404, body: {} }),
    limits: undefined,
    now: 1_787_000_000,
    nextTurn: () => turn,
    id: (kind) => kind,
    noise: (length) => 'x'.repeat(length),
    enforces: () => true,
  }
  const reply = handler(call)
  if (reply.kind === 'json') expect(operation.replyViolations(reply.status, reply.body)).toEqual([])
  if (reply.kind === 'stream') expect(reply.events.flatMap(({ data }) => operation.eventViolations(data))).toEqual([])
  return reply
}

function embed(more: Readonly<Record<string, unknown>>): unknown[] {
  const reply = answer(createEmbedding, 'createEmbedding', { model: 'text-embedding-3-small', input: 'hi', ...more })
  const data = reply.kind === 'json' && isRecord(reply.body) ? reply.body['data'] : undefined
  return Array.isArray(data) ? data.map((one) => valueAt(one, '/embedding')) : []
}

test('a script that fails is heard where there are no words to script', () => {
  const body = { model: 'text-embedding-3-small', input: 'hi' }
  const failure = { as: 'failed', error: { message: 'No room.' } } as const
  const reply = answer(createEmbedding, 'createEmbedding', body, { failure })
  expect(reply).toMatchObject({ kind: 'error', refusal: { status: 500, message: 'No room.' } })
})

test('an embedding is a unit vector of the length that was asked for', () => {
  const [vector] = embed({ dimensions: 100 })
  const numbers = Array.isArray(vector) ? vector.map(Number) : []
  expect(numbers).toHaveLength(100)
  expect(Math.hypot(...numbers)).toBeCloseTo(1, 5)
  expect(embed({})[0]).toHaveLength(1536)
  expect(embed({ model: 'text-embedding-3-large' })[0]).toHaveLength(3072)
})

test('the packed form holds the same numbers', () => {
  const [vector] = embed({ dimensions: 8 })
  const [text] = embed({ dimensions: 8, encoding_format: 'base64' })
  const bytes = Buffer.from(String(text), 'base64')
  expect(Array.from({ length: 8 }, (_, index) => bytes.readFloatLE(index * 4))).toEqual(vector)
})

test('each input has its own vector, and a list of tokens is one input', () => {
  const [one, two, again] = embed({ input: ['a', 'b', 'a'] })
  expect(one).not.toEqual(two)
  expect(one).toEqual(again)
  expect(embed({ input: [15_339, 1917] })).toHaveLength(1)
  expect(embed({ input: [[15_339], [1917]] })).toHaveLength(2)
})

test('a completion is a text, whole or in pieces that end with a reason', () => {
  const body = { model: 'gpt-3.5-turbo-instruct', prompt: 'hi', n: 2 }
  expect(answer(createCompletion, 'createCompletion', body)).toMatchObject({ kind: 'json' })
  const streamed = answer(createCompletion, 'createCompletion', {
    ...body,
    n: 1,
    stream: true,
    stream_options: { include_usage: true },
  })
  const events = streamed.kind === 'stream' ? streamed.events.map(({ data }) => data) : []
  expect(valueAt(events.at(-2), '/choices/0/finish_reason')).toBe('stop')
  expect(valueAt(events.at(-1), '/usage/total_tokens')).toBeGreaterThan(1)
})

test('each text of a moderation has a result, the parts of a message have one', () => {
  const texts = answer(createModeration, 'createModeration', { input: ['a', 'b'] })
  const parts = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ]
  const message = answer(createModeration, 'createModeration', { input: parts })
  const lengths = [texts, message]
    .map((reply) => valueAt(reply, '/body/results'))
    .map((all) => Array.isArray(all) && all.length)
  expect(lengths).toEqual([2, 1])
})
