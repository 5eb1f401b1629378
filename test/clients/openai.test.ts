import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from 'openai'
import { afterAll, expect, test } from 'vitest'
import { valueAt } from '../../src/contract/pointer.ts'
import { type Play, play, startStage } from './stage.ts'
import { forecast, weather, weatherCall } from './weather.ts'

const running = await startStage()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

function clientOf({ baseUrl, key }: Play): OpenAI {
  return new OpenAI({ baseURL: baseUrl, apiKey: key, maxRetries: 0 })
}

const user = { role: 'user' as const, content: 'Weather in Hanoi?' }
const chatTool = { type: 'function' as const, function: weather }
const responseTool = { type: 'function' as const, ...weather, strict: true }
const jsonText = '{"city":"Hanoi"}'

test('chat: the text, the finish and the usage of a whole completion are read', async () => {
  const scene = play(running, 'openai', [{ text: 'Rain, grüße.', usage: { input: 3, output: 4 } }])
  const completion = await clientOf(scene).chat.completions.create({ model: 'gpt-5.2', messages: [user] })
  expect(completion.choices[0]).toMatchObject({ message: { content: 'Rain, grüße.' }, finish_reason: 'stop' })
  expect(completion.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 })
  expect(await scene.accepted(1)).toEqual([{ model: 'gpt-5.2', messages: [user] }])
})

test('chat: a stream is put together again, usage included', async () => {
  const scene = play(running, 'openai', [{ text: 'Rain all day, grüße 🌧.', deltas: { bytesPerWrite: 7 } }])
  const options = { model: 'gpt-5.2', messages: [user], stream_options: { include_usage: true } }
  const completion = await clientOf(scene).chat.completions.stream(options).finalChatCompletion()
  expect(completion.choices[0]).toMatchObject({ message: { content: 'Rain all day, grüße 🌧.' }, finish_reason: 'stop' })
  expect(completion.usage?.total_tokens).toBeGreaterThan(0)
  expect(await scene.accepted(1)).toEqual([{ ...options, stream: true }])
})

const runs: readonly (readonly [how: string, final: (client: OpenAI) => Promise<string | null>])[] = [
  ['whole', (client) => client.chat.completions.runTools({ ...toolRun(), stream: false }).finalContent()],
  ['streamed', (client) => client.chat.completions.runTools({ ...toolRun(), stream: true }).finalContent()],
]

function toolRun() {
  const run = { ...weather, parse: JSON.parse, function: ({ city }: { city: string }) => forecast(city) }
  return { model: 'gpt-5.2', messages: [user], tools: [{ type: 'function' as const, function: run }] }
}

test.each(runs)('chat: the runner makes the round of a tool call, %s', async (_, final) => {
  const scene = play(running, 'openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
  expect(await final(clientOf(scene))).toBe('Take an umbrella.')
  const [, second] = await scene.accepted(2)
  const call = valueAt(second, '/messages/1/tool_calls/0')
  expect(call).toMatchObject({ type: 'function', function: weatherCall })
  expect(valueAt(second, '/messages/2')).toEqual({
    role: 'tool',
    tool_call_id: valueAt(call, '/id'),
    content: 'Rain in Hanoi.',
  })
})

test('chat: parallel calls whose deltas arrive in turns are told apart', async () => {
  const calls = ['Hanoi', 'Hue'].map((city) => ({ name: 'weather', arguments: JSON.stringify({ city }) }))
  const scene = play(running, 'openai', [{ toolCalls: calls, deltas: { interleaved: true } }])
  const stream = clientOf(scene).chat.completions.stream({ model: 'gpt-5.2', messages: [user], tools: [chatTool] })
  const completion = await stream.finalChatCompletion()
  expect(completion.choices[0]?.message.tool_calls).toMatchObject(calls.map((call) => ({ function: call })))
  await scene.accepted(1)
})

test('chat: structured output is parsed', async () => {
  const scene = play(running, 'openai', [{ text: jsonText }])
  const format = {
    type: 'json_schema' as const,
    json_schema: { name: 'city', schema: weather.parameters, strict: true },
  }
  const completion = await clientOf(scene).chat.completions.parse({
    model: 'gpt-5.2',
    messages: [user],
    response_format: format,
  })
  expect(completion.choices[0]?.message.content).toBe(jsonText)
  await scene.accepted(1)
})

test('responses: text and usage of a whole response are read', async () => {
  const scene = play(running, 'openai', [{ text: 'Rain.', usage: { input: 3, output: 4, reasoning: 1 } }])
  const response = await clientOf(scene).responses.create({ model: 'gpt-5.2', input: 'Weather?' })
  expect(response.output_text).toBe('Rain.')
  expect(response.usage).toMatchObject({ input_tokens: 3, output_tokens: 4, total_tokens: 7 })
  expect(await scene.accepted(1)).toEqual([{ model: 'gpt-5.2', input: 'Weather?' }])
})

test('responses: the stream helper follows every event to the final response', async () => {
  const scene = play(running, 'openai', [{ text: 'Rain all day, grüße 🌧.', deltas: { bytesPerWrite: 11 } }])
  const stream = clientOf(scene).responses.stream({ model: 'gpt-5.2', input: 'Weather?' })
  let told = ''
  stream.on('response.output_text.delta', ({ delta }) => {
    told += delta
  })
  const response = await stream.finalResponse()
  expect(told).toBe('Rain all day, grüße 🌧.')
  expect(response).toMatchObject({ status: 'completed', output_text: told })
  await scene.accepted(1)
})

test('responses: a tool call and its output go round, by the whole conversation', async () => {
  const scene = play(running, 'openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
  const client = clientOf(scene)
  const first = await client.responses.create({ model: 'gpt-5.2', input: [user], tools: [responseTool] })
  const [call] = first.output
  if (call?.type !== 'function_call') throw new Error(`no call but ${call?.type}`)
  expect(call).toMatchObject(weatherCall)
  const output = { type: 'function_call_output' as const, call_id: call.call_id, output: forecast('Hanoi') }
  const input = [user, call, output]
  const second = await client.responses.create({ model: 'gpt-5.2', input, tools: [responseTool] })
  expect(second.output_text).toBe('Take an umbrella.')
  await scene.accepted(2)
})

test('responses: a tool call and its output go round, by the id of the response before', async () => {
  const scene = play(running, 'openai', [{ toolCalls: [weatherCall] }, { text: 'Take an umbrella.' }])
  const client = clientOf(scene)
  const asked = { model: 'gpt-5.2', tools: [responseTool] }
  const first = await client.responses.stream({ ...asked, input: [user] }).finalResponse()
  const [call] = first.output
  if (call?.type !== 'function_call') throw new Error(`no call but ${call?.type}`)
  const second = await client.responses.create({
    ...asked,
    previous_response_id: first.id,
    input: [{ type: 'function_call_output', call_id: call.call_id, output: forecast('Hanoi') }],
  })
  expect(second).toMatchObject({ output_text: 'Take an umbrella.', previous_response_id: first.id })
  await scene.accepted(2)
})

test('responses: structured output is parsed', async () => {
  const scene = play(running, 'openai', [{ text: jsonText }])
  const text = { format: { type: 'json_schema' as const, name: 'city', schema: weather.parameters, strict: true } }
  const response = await clientOf(scene).responses.parse({ model: 'gpt-5.2', input: 'Where?', text })
  expect(response.output_parsed).toEqual({ city: 'Hanoi' })
  await scene.accepted(1)
})

test('responses: a stored response can be retrieved, listed and deleted', async () => {
  const scene = play(running, 'openai')
  const { responses } = clientOf(scene)
  const { id } = await responses.create({ model: 'gpt-5.2', input: 'Weather?' })
  expect((await responses.retrieve(id)).id).toBe(id)
  expect((await responses.inputItems.list(id)).data).toHaveLength(1)
  await responses.delete(id)
  await expect(responses.retrieve(id)).rejects.toBeInstanceOf(NotFoundError)
})

test('embeddings: vectors are decoded, from base64 as the client asks for them and from numbers', async () => {
  const scene = play(running, 'openai')
  const asked = { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 8 }
  const packed = await clientOf(scene).embeddings.create(asked)
  const plain = await clientOf(scene).embeddings.create({ ...asked, encoding_format: 'float' })
  expect(packed.data.map(({ embedding }) => embedding.length)).toEqual([8, 8])
  for (const [index, { embedding }] of plain.data.entries()) {
    for (const [at, value] of embedding.entries()) expect(packed.data[index]?.embedding[at]).toBeCloseTo(value, 6)
  }
  const [first] = await scene.accepted(2)
  expect(first).toEqual({ ...asked, encoding_format: 'base64' })
})

test('models: the list is read page by page', async () => {
  const scene = play(running, 'openai')
  const ids: string[] = []
  for await (const { id } of clientOf(scene).models.list()) ids.push(id)
  expect(ids).toContain('gpt-5.2')
  await scene.accepted(1)
})

test('an unknown parameter is the error of a bad request, with param, code and the words', async () => {
  const scene = play(running, 'openai')
  const body = { model: 'gpt-5.2', messages: [user], metadta: {} }
  const error: unknown = await clientOf(scene)
    .chat.completions.create(body)
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BadRequestError)
  expect(error).toMatchObject({
    status: 400,
    type: 'invalid_request_error',
    param: 'metadta',
    code: 'unknown_parameter',
    message: "400 Unknown parameter: 'metadta'. Did you mean 'metadata'?",
    requestID: expect.stringMatching(/^req_/),
  })
  expect((await scene.refused('openai/unknown-parameter')).verdict).toMatchObject({ pointer: '/metadta' })
})

test('a parameter that the model does not take is refused before a stream begins', async () => {
  const scene = play(running, 'openai')
  const stream = clientOf(scene).chat.completions.stream({ model: 'gpt-5.6-terra', messages: [user], max_tokens: 5 })
  const error: unknown = await stream.done().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BadRequestError)
  expect(error).toMatchObject({ status: 400, param: 'max_tokens', code: 'unsupported_parameter' })
  await scene.refused('openai/max-tokens-of-reasoning-model')
})

test('a wrong key is the error of authentication', async () => {
  const scene = play(running, 'openai')
  const client = clientOf({ ...scene, key: 'sk-of-somebody-else' })
  const error: unknown = await client.responses
    .create({ model: 'gpt-5.2', input: 'hi' })
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(AuthenticationError)
  expect(error).toMatchObject({ status: 401, code: 'invalid_api_key', message: expect.stringContaining('sk-of-so') })
  await scene.refused('openai/wrong-key')
})

test('a path that the provider does not have is the error of something not found', async () => {
  const scene = play(running, 'openai')
  const error: unknown = await clientOf(scene)
    .fineTuning.jobs.retrieve('ftjob-1')
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(NotFoundError)
  expect(error).toMatchObject({ status: 404, message: '404 Invalid URL (GET /v1/fine_tuning/jobs/ftjob-1)' })
  await scene.refused('openai/unknown-path')
})
