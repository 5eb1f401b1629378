import { afterAll, expect, test } from 'vitest'
import { readReply } from '../../../src/capture/reply-view/reply-view.ts'
import type { Surface, Turn } from '../../../src/index.ts'
import { type Asked, ask, startProviders, type Told } from './live-kit.ts'

const running = await startProviders()
afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const dated = { provider: 'azure-openai', model: 'gpt-4o', apiVersion: '2025-04-01-preview' } as const

/** Every way from a client's surface to a provider's. */
const targets: Readonly<Record<string, Asked['target']>> = {
  'openai chat': { provider: 'openai', surface: 'chat-completions', model: 'gpt-4o' },
  'openai responses': { provider: 'openai', surface: 'responses', model: 'gpt-4o' },
  'azure chat, dated': { ...dated, surface: 'chat-completions' },
  'azure responses, dated': { ...dated, surface: 'responses' },
  'azure chat, v1': { provider: 'azure-openai', surface: 'chat-completions', model: 'gpt-4o' },
  'azure responses, v1': { provider: 'azure-openai', surface: 'responses', model: 'gpt-4o' },
  codex: { provider: 'codex', surface: 'responses', model: 'gpt-5.2-codex', accountId: 'acct-1' },
}

const schema = { type: 'object', properties: { a: { type: 'integer' } } }

const bodies: Readonly<Record<'chat-completions' | 'responses', Asked['body']>> = {
  'chat-completions': {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'What now?' },
    ],
    tools: ['f', 'g'].map((name) => ({ type: 'function', function: { name, parameters: schema } })),
  },
  responses: {
    instructions: 'Be brief.',
    input: 'What now?',
    tools: ['f', 'g'].map((name) => ({ type: 'function', name, parameters: schema })),
  },
}

const twoCalls = [
  { id: 'call_1', name: 'f', arguments: '{"a":1}' },
  { id: 'call_2', name: 'g', arguments: '{"a":2}' },
]

/** What the provider says, and what the client has to read of it. */
const answers: Readonly<Record<string, { readonly turn: Turn; readonly read: object }>> = {
  text: {
    turn: { text: 'grüße 🌊', usage: { input: 9, output: 4 }, deltas: { bytesPerWrite: 5 } },
    read: { text: 'grüße 🌊', finish: 'stop', toolCalls: [] },
  },
  'text and calls in turns': {
    turn: { text: 'I will look.', toolCalls: twoCalls, deltas: { interleaved: true } },
    read: { text: 'I will look.', finish: 'tool-calls', toolCalls: twoCalls },
  },
  refusal: { turn: { refusal: 'I cannot.' }, read: { refusal: 'I cannot.' } },
  limit: { turn: { text: 'I wi', finish: 'length' }, read: { text: 'I wi', finish: 'length' } },
  filter: { turn: { text: 'I', finish: 'content-filter' }, read: { text: 'I', finish: 'content-filter' } },
}

const ways = Object.keys(targets).flatMap((to) =>
  (['chat-completions', 'responses'] as const).flatMap((client) =>
    [false, true].flatMap((stream) => Object.keys(answers).map((answer) => ({ client, to, stream, answer }))),
  ),
)

test.each(ways)('$client to $to with $answer, stream $stream', async ({ client, to, stream, answer }) => {
  const [target, said] = [targets[to], answers[answer]]
  if (!target || !said) throw new Error('no such way')
  const told = await ask(running, { client, target, body: { ...bodies[client], stream }, turns: [said.turn] })
  expect(told.status).toBe(200)
  expect(told.upstream.map(({ verdict, reply }) => [verdict?.kind, reply?.end])).toEqual([['accepted', 'complete']])
  // Azure adds the findings of its filter to its own surface, and the gateway passes them on.
  if (target.provider !== 'azure-openai' || client !== target.surface) expect(told.violations).toEqual([])
  expect(read(told, client)).toMatchObject({ kind: 'content', streamed: stream, ...said.read })
})

const failures: readonly Turn[] = [
  { text: 'hello there', failure: { as: 'failed', after: 1 } },
  { text: 'hello there', failure: { as: 'error', after: 1 } },
  { text: 'hello there you', faults: { cut: { after: 4, by: 'reset' } } },
]

test.each(
  Object.keys(targets).flatMap((to) =>
    (['chat-completions', 'responses'] as const).flatMap((client) => failures.map((turn) => ({ client, to, turn }))),
  ),
)('$client to $to shows a stream that fails: $turn', async ({ client, to, turn }) => {
  const target = targets[to]
  if (!target) throw new Error('no such way')
  const asked = { client, target, body: { ...bodies[client], stream: true }, turns: [turn] }
  const told = await ask(running, asked).catch(() => undefined)
  if (told) expect(read(told, client).kind).not.toBe('content')
})

test.each([
  { provider: 'openai', surface: 'embeddings', model: 'text-embedding-3-small' },
  { ...dated, surface: 'embeddings', model: 'text-embedding-3-small' },
  { provider: 'azure-openai', surface: 'embeddings', model: 'text-embedding-3-small' },
] as const)('embeddings by %j', async (target) => {
  const body = { input: ['hi', 'ho'], dimensions: 3, encoding_format: 'float' }
  const told = await ask(running, { client: 'embeddings', target, body })
  expect(told).toMatchObject({ status: 200, violations: [], parsed: [{ data: [{ index: 0 }, { index: 1 }] }] })
  expect(told.upstream[0]?.verdict).toEqual({ kind: 'accepted' })
})

function read({ status, headers, text }: Told, client: Surface) {
  const frames = [{ at: 0, bytes: Buffer.from(text) }]
  return readReply({ status, headers: [...headers], frames, end: 'complete' }, client)
}
