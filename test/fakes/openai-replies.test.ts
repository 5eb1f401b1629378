import { afterAll, expect, test } from 'vitest'
import type { Exchange } from '../../src/capture/exchange.ts'
import { readReply } from '../../src/capture/reply-view/reply-view.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { post, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()

afterAll(() => running[Symbol.asyncDispose]())

const calls = [
  { name: 'weather', arguments: '{"city":"Zürich 🙂"}' },
  { name: 'weather', arguments: '' },
]

const turns: Readonly<Record<string, Turn>> = {
  text: { text: 'Grüße,\n\nan  alle 🙂 ' },
  'no text': { text: '' },
  calls: { toolCalls: calls },
  'text and calls': { text: 'One moment.', toolCalls: calls },
  'interleaved calls': { toolCalls: calls, deltas: { interleaved: true } },
  'cut writes': { text: 'Grüße 🙂', toolCalls: calls, deltas: { bytesPerWrite: 7 } },
  'a long answer that ends early': { text: 'x '.repeat(500), finish: 'length' },
  'a filtered answer': { text: 'x', finish: 'content-filter' },
  'nothing but an end': { finish: 'length' },
  usage: { text: 'x', usage: { input: 9, output: 1 } },
  reasoning: { reasoning: { summary: ['First.', 'Then, grüße.'], encrypted: 'gAAAA' }, text: 'So.' },
  'reasoning and calls': { reasoning: {}, toolCalls: calls },
  refusal: { refusal: 'I cannot help with that.' },
  'text and refusal': { text: 'Well, ', refusal: 'no.' },
  'structured text': { structured: { value: { city: 'Zürich', days: [1, 2] } } },
  'sampled text': { structured: 'sampled' },
}

const bodies: Readonly<Record<string, object>> = {
  'chat-completions': {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'hi' }],
    tools: [{ type: 'function', function: { name: 'weather' } }],
    logprobs: true,
    n: 2,
  },
  responses: {
    model: 'gpt-5.2',
    input: [{ role: 'user', content: 'hi' }],
    tools: [{ type: 'function', name: 'weather', parameters: {} }],
    include: ['reasoning.encrypted_content'],
    reasoning: { summary: 'auto' },
  },
}

const paths: Readonly<Record<string, string>> = { 'chat-completions': '/chat/completions', responses: '/responses' }

const cells = Object.keys(bodies).flatMap((surface) => Object.keys(turns).map((name) => [surface, name] as const))

test.each(cells)('%s: %s says the same whole and streamed, and both fit the contract', async (surface, name) => {
  const token = `${surface}-${name.replaceAll(' ', '-')}`
  running.script(token, 0, [turns[name] ?? {}])
  const whole = await sendAndRecord(surface, false, token)
  const streamed = await sendAndRecord(surface, true, token)
  expect(running.faults).toEqual([])
  expect(contentOf(streamed, surface)).toEqual(contentOf(whole, surface))
})

async function sendAndRecord(surface: string, stream: boolean, token: string): Promise<Exchange> {
  const response = await post(running, paths[surface] ?? '', { ...bodies[surface], stream }, token)
  expect(response.status, await response.text()).toBe(200)
  await running.journal.settled({}, 5000)
  const exchange = running.journal.exchanges({ token }).at(-1)
  if (exchange === undefined) throw new Error('nothing was recorded')
  return exchange
}

/** Without what differs from reply to reply: ids, sealed noise, and the usage that a stream of Chat tells only when it is asked. */
function contentOf({ reply }: Exchange, surface: string): unknown {
  if (reply === undefined) throw new Error('there is no reply')
  const view = readReply(reply, surface)
  if (view.kind !== 'content') return view
  return {
    ...view,
    streamed: undefined,
    sealedReasoning: view.sealedReasoning.length,
    usage: surface === 'responses' ? view.usage : undefined,
    toolCalls: view.toolCalls.map(withoutId),
    choices: view.choices.map((choice) => ({ ...choice, toolCalls: choice.toolCalls.map(withoutId) })),
  }
}

function withoutId({ name, arguments: text }: { readonly name: string; readonly arguments: string }) {
  return { name, text }
}

test('the same seed and the same requests give the same bytes, another seed gives others', async () => {
  const replies = await Promise.all(['a', 'a', 'b'].map(repliesOf))
  expect(replies[1]).toEqual(replies[0])
  expect(replies[2]).not.toEqual(replies[0])
})

/** Everything that two fakes of one seed put onto the wire, heads and bodies. */
async function repliesOf(seed: string): Promise<unknown> {
  const fakes = await startOpenAI({ seed })
  for (const stream of [false, true]) await sendAll(fakes, stream)
  await post(fakes, '/responses', { model: 'gpt-4o', input: 'hi', bogus: 1 })
  await fakes.journal.settled({}, 5000)
  await fakes[Symbol.asyncDispose]()
  return fakes.journal.exchanges().map(({ reply }) => ({
    headers: reply?.headers,
    body: Buffer.concat(reply?.frames.map(({ bytes }) => bytes) ?? []).toString(),
  }))
}

async function sendAll(fakes: RunningFakes, stream: boolean): Promise<void> {
  for (const [surface, path] of Object.entries(paths)) {
    const response = await post(fakes, path, { ...bodies[surface], stream })
    await response.arrayBuffer()
  }
}
