import { expect, test } from 'vitest'
import { valueAt } from '../../../src/contract/pointer.ts'
import { callItem, interleavedCallEvents, messageItem, responseOf, textEvents } from './fixtures.ts'
import { responsesModel, startRig } from './gateway-kit.ts'
import { eventsOf, reassemble } from './reassemble.ts'
import { answerEvents, answerJson, answerPieces, eventText } from './upstream.ts'

const ask = { model: responsesModel, messages: [{ role: 'user', content: 'hi' }] }
const path = '/v1/chat/completions'

test('a bridged request says what Chat leaves unsaid, and nothing else', async () => {
  await using rig = await startRig(answerJson(responseOf([messageItem('hello')])))
  const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }]
  await rig.post(path, { ...ask, tools })
  expect(rig.upstream.last().path).toBe('/~t1/v1/responses')
  expect(rig.upstream.last().body).toEqual({
    model: 'gpt-5.2-codex',
    input: [{ type: 'message', role: 'user', content: 'hi' }],
    tools: [{ type: 'function', name: 'f', parameters: {}, strict: false }],
    store: false,
  })
})

test('a response becomes a chat completion', async () => {
  await using rig = await startRig(answerJson(responseOf([{ type: 'reasoning', summary: [] }, messageItem('hello')])))
  const reply = await rig.post(path, ask)
  expect(reply.headers.get('content-type')).toMatch('application/json')
  expect(await reply.json()).toEqual({
    id: 'chatcmpl-0123',
    object: 'chat.completion',
    created: 1_755_041_560,
    model: responsesModel,
    service_tier: 'default',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'hello', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: 30,
      completion_tokens: 20,
      total_tokens: 50,
      prompt_tokens_details: { cached_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
  })
})

test('text and tool calls stand in one choice', async () => {
  const custom = { type: 'custom_tool_call', call_id: 'call_c', name: 'c', input: 'x' }
  await using rig = await startRig(answerJson(responseOf([messageItem('Hm.'), callItem('f', '{"a":1}'), custom])))
  const completion: unknown = await (await rig.post(path, ask)).json()
  expect(valueAt(completion, '/choices')).toMatchObject([
    {
      finish_reason: 'tool_calls',
      message: {
        content: 'Hm.',
        tool_calls: [
          { id: 'call_f', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
          { id: 'call_c', type: 'custom', custom: { name: 'c', input: 'x' } },
        ],
      },
    },
  ])
})

test.each([
  ['max_output_tokens', 'length'],
  ['content_filter', 'content_filter'],
])('a response that is incomplete by %s finishes with %s, stream and not', async (reason, finish) => {
  const response = responseOf([messageItem('hel')], { status: 'incomplete', incomplete_details: { reason } })
  const events = [...textEvents('he', 'l').slice(0, -1), { type: 'response.incomplete', response }]
  await using rig = await startRig((answer, request) => {
    request.body['stream'] === true ? answerEvents(events)(answer, request) : answerJson(response)(answer, request)
  })
  expect(valueAt(await (await rig.post(path, ask)).json(), '/choices/0/finish_reason')).toBe(finish)
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ text: 'hel', finish: [finish], isDone: true })
})

test('a stream tells its role first, then the text as it comes, one finish and its end', async () => {
  await using rig = await startRig(answerEvents(textEvents('hel', 'lo')))
  const reply = await rig.post(path, { ...ask, stream: true })
  expect(reply.headers.get('content-type')).toMatch('text/event-stream')
  const stream = await reply.text()
  const deltas = eventsOf(stream).map((event) => valueAt(event, '/choices/0/delta'))
  expect(deltas).toEqual([{ role: 'assistant', content: null }, { content: 'hel' }, { content: 'lo' }, {}])
  expect(reassemble(stream)).toMatchObject({ text: 'hello', finish: ['stop'], usage: undefined, isDone: true })
  expect(eventsOf(stream)[0]).toMatchObject({
    id: 'chatcmpl-0123',
    object: 'chat.completion.chunk',
    model: responsesModel,
  })
})

test("usage is the provider's, in a chunk of its own, when the client asked for it", async () => {
  await using rig = await startRig(answerEvents(textEvents('hel', 'lo')))
  const stream_options = { include_usage: true }
  const stream = await (await rig.post(path, { ...ask, stream: true, stream_options })).text()
  const events = eventsOf(stream)
  expect(events.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 20 } })
  expect(events.slice(0, -1).map((event) => valueAt(event, '/usage'))).toEqual([null, null, null, null])
  expect(rig.upstream.last().body).not.toHaveProperty('stream_options')
})

test('interleaved tool calls keep their own index', async () => {
  await using rig = await startRig(answerEvents(interleavedCallEvents()))
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ text: 'I will look.', finish: ['tool_calls'], isDone: true })
  expect(stream.calls).toEqual([
    { id: 'call_weather', type: 'function', name: 'weather', input: '{"city":"Oslo"}' },
    { id: 'call_time', type: 'function', name: 'time', input: '{"zone":"CET"}' },
  ])
})

test('a custom tool call is streamed as one', async () => {
  const item = { id: 'ctc_1', type: 'custom_tool_call', call_id: 'call_c', name: 'c', input: '' }
  await using rig = await startRig(
    answerEvents([
      { type: 'response.created', response: responseOf([]) },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.custom_tool_call_input.delta', output_index: 0, item_id: 'ctc_1', delta: 'x y' },
      { type: 'response.completed', response: responseOf([]) },
    ]),
  )
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream.calls).toEqual([{ id: 'call_c', type: 'custom', name: 'c', input: 'x y' }])
  expect(stream.finish).toEqual(['tool_calls'])
})

test('a refusal and log probabilities come through, stream and not', async () => {
  const token = { token: 'no', logprob: -0.1, top_logprobs: [{ token: 'no', logprob: -0.1 }] }
  const withBytes = { ...token, bytes: null, top_logprobs: [{ token: 'no', logprob: -0.1, bytes: null }] }
  const parts = [
    { type: 'output_text', text: 'no', logprobs: [token] },
    { type: 'refusal', refusal: 'I cannot.' },
  ]
  const response = responseOf([{ type: 'message', content: parts }])
  const events = [
    { type: 'response.created', response: responseOf([]) },
    { type: 'response.output_text.delta', delta: 'no', logprobs: [token] },
    { type: 'response.refusal.delta', delta: 'I cannot.' },
    { type: 'response.completed', response },
  ]
  await using rig = await startRig((answer, request) => {
    request.body['stream'] === true ? answerEvents(events)(answer, request) : answerJson(response)(answer, request)
  })
  const completion: unknown = await (await rig.post(path, { ...ask, logprobs: true })).json()
  expect(valueAt(completion, '/choices/0')).toMatchObject({
    message: { content: 'no', refusal: 'I cannot.' },
    logprobs: { content: [withBytes] },
  })
  expect(rig.upstream.last().body).toMatchObject({ include: ['message.output_text.logprobs'] })
  const stream = await (await rig.post(path, { ...ask, logprobs: true, stream: true })).text()
  expect(reassemble(stream)).toMatchObject({ text: 'no', refusal: 'I cannot.' })
  expect(valueAt(eventsOf(stream)[1], '/choices/0/logprobs/content')).toEqual([withBytes])
})

test.each([1, 2, 3, 5, 64])('a stream in pieces of %i bytes reads like a whole one', async (size) => {
  const bytes = Buffer.from(textEvents('grü', 'ße 🌊').map(eventText).join('').replaceAll('\n', '\r\n'))
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
  await using rig = await startRig(answerPieces(pieces))
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ text: 'grüße 🌊', finish: ['stop'], isDone: true })
})

test('a provider that names no content type is taken at its word', async () => {
  await using rig = await startRig((response) => response.end(textEvents('hel', 'lo').map(eventText).join('')))
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ text: 'hello', finish: ['stop'], isDone: true })
})

test('what follows the last event is ignored', async () => {
  const late = { type: 'response.output_text.delta', delta: 'late' }
  await using rig = await startRig(
    answerPieces([...textEvents('hel', 'lo'), late].map(eventText).concat('data: [DONE]\n\n')),
  )
  const stream = reassemble(await (await rig.post(path, { ...ask, stream: true })).text())
  expect(stream).toMatchObject({ text: 'hello', finish: ['stop'], isDone: true })
})
