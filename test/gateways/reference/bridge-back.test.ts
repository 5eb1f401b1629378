import { expect, test } from 'vitest'
import { isRecord, valueAt } from '../../../src/contract/pointer.ts'
import { chatModel, type RigOptions, startRig } from './gateway-kit.ts'
import { violationsOfResponse } from './live-kit.ts'
import { type Answer, answerJson, answerPieces } from './upstream.ts'

const path = '/v1/responses'
const ask = { model: chatModel, input: 'hi' }
const head = { id: 'chatcmpl-9', created: 1_755_041_560, model: 'gpt-4o-2024-08-06' }

function completion(message: object, more: object = {}, finish_reason = 'stop'): object {
  const choice = { index: 0, message: { role: 'assistant', content: null, refusal: null, ...message }, finish_reason }
  return { ...head, object: 'chat.completion', choices: [{ ...choice, ...more }] }
}

function chunk(delta: object, finish_reason: string | null = null, more: object = {}): object {
  return { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }], ...more }
}

const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
const lastUsage = { ...head, object: 'chat.completion.chunk', choices: [], usage }

/** Frames of Chat; a string stands for itself. */
function frames(...events: readonly (object | string)[]): string[] {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
}

interface Streamed {
  readonly types: readonly unknown[]
  readonly events: readonly Record<string, unknown>[]
  /** The response of the last event. */
  readonly response: unknown
}

/** The events as a strict client takes them: none that OpenAI could not send, numbered from 0 without a gap. */
async function streamed(answer: Answer, fields: object = {}, options: RigOptions = {}): Promise<Streamed> {
  await using rig = await startRig(answer, options)
  const reply = await rig.post(path, { ...ask, ...fields, stream: true })
  expect(reply.headers.get('content-type')).toMatch('text/event-stream')
  const text = await reply.text()
  const names = [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name)
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']): unknown => JSON.parse(data)).filter(isRecord)
  expect(events.map(({ type }) => type)).toEqual(names)
  expect(events.map(({ sequence_number: number }) => number)).toEqual([...events.keys()])
  expect(events.flatMap((event) => violationsOfResponse(event, 'event'))).toEqual([])
  return { types: names, events, response: events.at(-1)?.['response'] }
}

async function whole(answer: object, fields: object = {}): Promise<unknown> {
  await using rig = await startRig(answerJson(answer))
  const reply: unknown = await (await rig.post(path, { ...ask, ...fields })).json()
  expect(violationsOfResponse(reply, 'reply')).toEqual([])
  return reply
}

test('a completion becomes a response that lacks nothing', async () => {
  const asked = { instructions: 'Be brief.', temperature: 0.5, metadata: { a: 'b' }, reasoning: { effort: 'low' } }
  const details = { prompt_tokens_details: { cached_tokens: 1 }, completion_tokens_details: { reasoning_tokens: 2 } }
  const reply = { ...completion({ content: 'hello' }), service_tier: 'default', usage: { ...usage, ...details } }
  expect(await whole(reply, asked)).toEqual({
    id: 'resp_9',
    object: 'response',
    created_at: 1_755_041_560,
    status: 'completed',
    background: false,
    error: null,
    incomplete_details: null,
    max_tool_calls: null,
    model: chatModel,
    output: [
      {
        id: 'msg_9_0',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'hello', annotations: [], logprobs: [] }],
      },
    ],
    previous_response_id: null,
    reasoning: { effort: 'low', summary: null },
    service_tier: 'default',
    text: { format: { type: 'text' } },
    truncation: 'disabled',
    usage: {
      input_tokens: 3,
      input_tokens_details: { cached_tokens: 1 },
      output_tokens: 4,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 7,
    },
    instructions: 'Be brief.',
    max_output_tokens: null,
    metadata: { a: 'b' },
    parallel_tool_calls: true,
    prompt_cache_key: null,
    safety_identifier: null,
    store: false,
    temperature: 0.5,
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    user: null,
  })
})

const calls = [
  { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
  { id: 'call_2', type: 'custom', custom: { name: 'c', input: 'x' } },
]

test('text and calls of a completion are items, the text first, an empty one left out', async () => {
  const items = [
    { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"a":1}', status: 'completed' },
    { type: 'custom_tool_call', call_id: 'call_2', name: 'c', input: 'x' },
  ]
  const said = await whole(completion({ content: 'Hm.', tool_calls: calls }, {}, 'tool_calls'))
  expect(valueAt(said, '/output')).toMatchObject([{ content: [{ text: 'Hm.' }] }, ...items])
  const silent = await whole(completion({ content: '', tool_calls: calls }, {}, 'tool_calls'))
  expect(valueAt(silent, '/output')).toMatchObject(items)
  expect(valueAt(await whole(completion({ content: '' })), '/output/0/content/0/text')).toBe('')
})

test('a refusal, citations and log probabilities come through', async () => {
  const token = {
    token: 'no',
    logprob: -0.1,
    bytes: null,
    top_logprobs: [{ token: 'no', logprob: -0.1, bytes: [110] }],
  }
  const url_citation = { start_index: 0, end_index: 2, url: 'https://a.test', title: 't' }
  const message = { content: 'no', refusal: 'I cannot.', annotations: [{ type: 'url_citation', url_citation }] }
  const reply = await whole(completion(message, { logprobs: { content: [token], refusal: null } }))
  expect(valueAt(reply, '/output/0/content')).toEqual([
    {
      type: 'output_text',
      text: 'no',
      annotations: [{ type: 'url_citation', ...url_citation }],
      logprobs: [{ ...token, bytes: [] }],
    },
    { type: 'refusal', refusal: 'I cannot.' },
  ])
})

test.each([
  ['length', 'max_output_tokens'],
  ['content_filter', 'content_filter'],
])('what ends by %s is incomplete, its last item too, stream and not', async (finish, reason) => {
  const incomplete = { status: 'incomplete', incomplete_details: { reason } }
  const half = [{ ...calls[0], function: { name: 'f', arguments: '{"a' } }]
  const items = [{ status: 'completed' }, { status: 'incomplete', arguments: '{"a' }]
  const reply = await whole(completion({ content: 'Hm.', tool_calls: half }, {}, finish))
  expect(reply).toMatchObject({ ...incomplete, output: items })
  const deltas = [chunk({ content: 'Hm.' }), chunk({ tool_calls: half.map((call) => ({ index: 0, ...call })) })]
  const { types, response } = await streamed(answerPieces(frames(...deltas, chunk({}, finish), '[DONE]')))
  expect(response).toMatchObject({ ...incomplete, output: items })
  expect(types.at(-1)).toBe('response.incomplete')
})

test('a stream of text has the whole life of a response', async () => {
  const { types, events, response } = await streamed(
    answerPieces(
      frames(
        chunk({ role: 'assistant', content: '' }),
        chunk({ content: 'hel' }),
        chunk({ content: 'lo' }),
        chunk({}, 'stop'),
        lastUsage,
        '[DONE]',
      ),
    ),
  )
  expect(types).toEqual([
    'response.created',
    'response.in_progress',
    'response.output_item.added',
    'response.content_part.added',
    'response.output_text.delta',
    'response.output_text.delta',
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.completed',
  ])
  expect(events[0]).toMatchObject({ response: { id: 'resp_9', model: chatModel, status: 'in_progress', usage: null } })
  expect(events[8]).toMatchObject({ item: { id: 'msg_9_0', status: 'completed', content: [{ text: 'hello' }] } })
  expect(response).toMatchObject({
    status: 'completed',
    output: [{ content: [{ text: 'hello' }] }],
    usage: {
      input_tokens: 3,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 4,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 7,
    },
  })
})

function callDelta(index: number, text: string, name?: string): object {
  const first = name === undefined ? {} : { id: `call_${name}`, type: 'function' }
  return chunk({ tool_calls: [{ index, ...first, function: { ...(name && { name }), arguments: text } }] })
}

test('interleaved calls are items of their own, each told from beginning to end', async () => {
  const { types, events, response } = await streamed(
    answerPieces(
      frames(
        chunk({ content: 'Hm.' }),
        callDelta(0, '', 'f'),
        callDelta(1, '{"b', 'g'),
        callDelta(0, '{"a":'),
        callDelta(1, '":2}'),
        callDelta(0, '1}'),
        chunk({}, 'tool_calls'),
        '[DONE]',
      ),
    ),
  )
  expect(types.slice(5)).toEqual([
    'response.output_text.done',
    'response.content_part.done',
    'response.output_item.done',
    'response.output_item.added',
    'response.output_item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'response.output_item.done',
    'response.function_call_arguments.done',
    'response.output_item.done',
    'response.completed',
  ])
  const added = events.filter(({ type }) => type === 'response.output_item.added')
  expect(added.slice(1)).toMatchObject([
    { output_index: 1, item: { call_id: 'call_f', name: 'f', arguments: '', status: 'in_progress' } },
    { output_index: 2, item: { call_id: 'call_g', name: 'g', arguments: '' } },
  ])
  const deltas = events.filter(({ type }) => type === 'response.function_call_arguments.delta')
  expect(deltas.map((event) => [event['output_index'], event['delta']])).toEqual([
    [2, '{"b'],
    [1, '{"a":'],
    [2, '":2}'],
    [1, '1}'],
  ])
  expect(response).toMatchObject({
    output: [
      { type: 'message' },
      { call_id: 'call_f', arguments: '{"a":1}' },
      { call_id: 'call_g', arguments: '{"b":2}' },
    ],
  })
})

test('a custom call is streamed as one', async () => {
  const first = { index: 0, id: 'call_c', type: 'custom', custom: { name: 'c', input: '' } }
  const rest = { index: 0, custom: { input: 'x y' } }
  const { types, response } = await streamed(
    answerPieces(
      frames(chunk({ tool_calls: [first] }), chunk({ tool_calls: [rest] }), chunk({}, 'tool_calls'), '[DONE]'),
    ),
  )
  expect(types.slice(3, 5)).toEqual(['response.custom_tool_call_input.delta', 'response.custom_tool_call_input.done'])
  expect(response).toMatchObject({ output: [{ type: 'custom_tool_call', call_id: 'call_c', input: 'x y' }] })
})

test('a refusal after a text is a part of its own, with log probabilities and padding where they belong', async () => {
  const token = { token: 'no', logprob: -0.1, bytes: null, top_logprobs: [] }
  const text = { index: 0, delta: { content: 'no' }, logprobs: { content: [token] }, finish_reason: null }
  const { events, response } = await streamed(
    answerPieces(
      frames(
        { ...chunk({}), choices: [text], obfuscation: 'x1' },
        chunk({ refusal: 'I cannot.' }),
        chunk({}, 'stop'),
        '[DONE]',
      ),
    ),
  )
  expect(events[4]).toMatchObject({ delta: 'no', logprobs: [{ token: 'no', bytes: [] }], obfuscation: 'x1' })
  expect(events.map(({ content_index: index }) => index).filter((index) => index !== undefined)).toEqual([
    ...[0, 0, 0, 0],
    ...[1, 1, 1, 1],
  ])
  expect(valueAt(response, '/output')).toMatchObject([
    {
      content: [
        { text: 'no', logprobs: [{ token: 'no' }] },
        { type: 'refusal', refusal: 'I cannot.' },
      ],
    },
  ])
})

test('what is said after a call is another message', async () => {
  const { response } = await streamed(
    answerPieces(
      frames(chunk({ content: 'a' }), callDelta(0, '{}', 'f'), chunk({ content: 'b' }), chunk({}, 'stop'), '[DONE]'),
    ),
  )
  expect(valueAt(response, '/output')).toMatchObject([
    { id: 'msg_9_0', content: [{ text: 'a' }] },
    { type: 'function_call' },
    { id: 'msg_9_2', content: [{ text: 'b' }] },
  ])
})

test('what follows [DONE] is ignored, and a stream without a reason ends all the same', async () => {
  const { types, response } = await streamed(
    answerPieces(frames(chunk({ content: 'hi' }), '[DONE]', chunk({ content: 'late' }))),
  )
  expect(types.at(-1)).toBe('response.completed')
  expect(response).toMatchObject({ status: 'completed', output: [{ status: 'completed', content: [{ text: 'hi' }] }] })
})

test('a first chunk that speaks of the prompt alone begins nothing', async () => {
  const prompt = { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [] }
  const { events } = await streamed(
    answerPieces(
      frames(prompt, chunk({ content: 'hi' }), { ...chunk({}), choices: [{ index: 0 }] }, chunk({}, 'stop'), '[DONE]'),
    ),
  )
  expect(events[0]).toMatchObject({ type: 'response.created', response: { id: 'resp_9', created_at: 1_755_041_560 } })
})

test.each([
  ['whose connection breaks', 'cut', []],
  ['that ends without a word', 'complete', []],
  ['that is no stream of chunks', 'complete', ['7']],
] as const)('a stream %s ends as a failed response', async (_how, end, more) => {
  const { types, response } = await streamed(answerPieces(frames(chunk({ content: 'hi' }), ...more), end))
  expect(types.at(-1)).toBe('response.failed')
  expect(response).toMatchObject({ status: 'failed', error: { code: 'server_error' } })
})

test('a stream that breaks after it said why it ends is complete', async () => {
  const { response } = await streamed(answerPieces(frames(chunk({ content: 'hi' }), chunk({}, 'stop')), 'cut'))
  expect(response).toMatchObject({ status: 'completed', output: [{ content: [{ text: 'hi' }] }] })
})

test.each([
  ['rate_limit_exceeded', 'rate_limit_exceeded'],
  ['never_heard_of', 'server_error'],
  [null, 'server_error'],
])('an error with code %s within a stream ends it as a failed response', async (code, told) => {
  const error = { message: 'No luck.', type: 'x', param: null, code }
  const { types, response } = await streamed(answerPieces(frames(chunk({ content: 'hi' }), { error }, '[DONE]')))
  expect(types.slice(-2)).toEqual(['response.output_text.delta', 'response.failed'])
  expect(response).toMatchObject({ status: 'failed', error: { code: told, message: 'No luck.' } })
})

test('an empty stream is a failed response, too', async () => {
  const { types } = await streamed(answerPieces(frames('[DONE]')))
  expect(types).toEqual(['response.created', 'response.in_progress', 'response.failed'])
})

test('a reply that is no completion is a 502', async () => {
  await using rig = await startRig(answerJson({ choices: [] }))
  const reply = await rig.post(path, ask)
  expect([reply.status, await reply.json()]).toMatchObject([502, { error: { code: 'provider_reply' } }])
})

test('what has no counterpart is refused by name, or dropped with a signal', async () => {
  const asked = { ...ask, previous_response_id: 'resp_1', reasoning: { effort: 'low', summary: 'auto' } }
  await using strict = await startRig(answerJson(completion({ content: 'hi' })))
  const refused = await strict.post(path, asked)
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: { param: 'previous_response_id' } }])
  expect(strict.upstream.requests).toEqual([])
  await using lenient = await startRig(answerJson(completion({ content: 'hi' })), { onUnsupported: 'drop' })
  const served = await lenient.post(path, asked)
  expect(served.headers.get('x-gateway-dropped-params')).toBe('previous_response_id, reasoning.summary')
  expect(lenient.upstream.last().body).toEqual({
    model: 'gpt-5.2-codex',
    messages: [{ role: 'user', content: 'hi' }],
    reasoning_effort: 'low',
  })
})
