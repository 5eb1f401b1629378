import { afterAll, expect, test } from 'vitest'
import { parseSse } from '../../src/capture/sse.ts'
import { valueAt } from '../../src/contract/pointer.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { capturedRequests, whySkipped } from '../contract/captures.ts'
import { datedChat, key, post, startAzure, version } from './azure-fake.ts'

const running = await startAzure()
const chat = { messages: [{ role: 'user', content: 'hi' }] }
const safe = { filtered: false, severity: 'safe' }
const allSafe = { hate: safe, self_harm: safe, sexual: safe, violence: safe }

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

let cases = 0
/** What a case of its own is answered, as JSON or event by event. */
async function answer(path: string, body: object, turn: Turn = {}): Promise<readonly unknown[]> {
  cases += 1
  const token = `azure${cases}`
  if (Object.keys(turn).length > 0) running.script(token, 0, [turn])
  const response = await post(running, path, body, undefined, token)
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  if (response.headers.get('content-type') === 'application/json') return [JSON.parse(bytes.toString())]
  return parseSse(bytes).events.flatMap(({ data }): unknown[] => (data === '[DONE]' ? [] : [JSON.parse(data)]))
}

test('an answer says what the filter found in the prompt and in each choice, and names the model of the deployment', async () => {
  const [reply] = await answer(datedChat('gpt-4o'), { ...chat, n: 2, model: 'other' })
  expect(reply).toMatchObject({
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [{ content_filter_results: allSafe }, { content_filter_results: allSafe }],
    prompt_filter_results: [
      { prompt_index: 0, content_filter_results: { ...allSafe, jailbreak: { detected: false, filtered: false } } },
    ],
  })
})

test('an answer that the filter ends says so', async () => {
  const [reply] = await answer(datedChat('gpt-4o'), chat, { text: 'x', finish: 'content-filter' })
  expect(valueAt(reply, '/choices/0')).toMatchObject({
    finish_reason: 'content_filter',
    content_filter_results: { sexual: { filtered: true } },
  })
})

test('a stream begins with a chunk about the prompt that has no choices, and filters every delta that says something', async () => {
  const chunks = await answer(datedChat('gpt-4o'), { ...chat, stream: true }, { text: 'a b' })
  expect(chunks[0]).toMatchObject({
    choices: [],
    created: 0,
    id: '',
    model: '',
    object: '',
    prompt_filter_results: [{}],
  })
  expect(chunks.slice(1).map((chunk) => valueAt(chunk, '/choices/0/content_filter_results'))).toEqual([
    {},
    allSafe,
    allSafe,
    {},
  ])
  expect(chunks.slice(1).map((chunk) => valueAt(chunk, '/prompt_filter_results'))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test.each([`/openai/responses?api-version=${version}`, '/openai/v1/responses'])(
  '%s knows nothing of the filter at first, and at the end what it found on both sides',
  async (path) => {
    const events = await answer(path, { model: 'gpt-4.1', input: 'hi', stream: true }, { text: 'Grüße' })
    expect(valueAt(events[0], '/response/content_filters')).toBeNull()
    expect(valueAt(events.at(-1), '/response/content_filters')).toMatchObject([
      { blocked: false, source_type: 'prompt', content_filter_results: allSafe },
      { source_type: 'completion', content_filter_offsets: { start_offset: 0, end_offset: 5, check_offset: 0 } },
    ])
    const [whole] = await answer(path, { model: 'gpt-4.1', input: 'hi' }, { text: 'Grüße' })
    expect(valueAt(whole, '/content_filters')).toEqual(valueAt(events.at(-1), '/response/content_filters'))
  },
)

test('a response that one surface stored can be read on the other, filtered alike', async () => {
  const [created] = await answer('/openai/v1/responses', { model: 'gpt-4.1', input: 'hi' })
  const path = `/openai/responses/${valueAt(created, '/id')}?api-version=${version}`
  const response = await fetch(running.baseUrl('azure-openai') + path, { headers: { 'api-key': key } })
  expect(await response.json()).toEqual(created)
})

test('replies have the headers of the gateway and of the model, and a request is told its own id', async () => {
  const headers = { 'api-key': key, 'x-ms-client-request-id': 'mine' }
  const accepted = await post(running, datedChat('prod'), chat, headers)
  expect(Object.fromEntries(accepted.headers)).toMatchObject({
    'apim-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'azureml-model-session': expect.any(String),
    'strict-transport-security': expect.any(String),
    'x-content-type-options': 'nosniff',
    'x-ms-client-request-id': 'mine',
    'x-ms-deployment-name': 'prod',
    'x-ms-rai-invoked': 'true',
    'x-ms-region': expect.any(String),
    'x-ratelimit-remaining-tokens': expect.stringMatching(/^\d+$/),
  })
  const responses = await post(running, '/openai/v1/responses', { model: 'prod', input: 'hi' })
  expect(responses.headers.get('x-ratelimit-limit-tokens')).toBe('-1')
  const refused = await post(running, '/openai/v1/responses', {}, {})
  expect([...refused.headers.keys()].filter((name) => /ratelimit|azureml|rai/.test(name))).toEqual([])
})

test('embeddings, completions and models are served on both surfaces', async () => {
  const embedding = { input: 'hi', model: 'text-embedding-3-small' }
  const dated = (what: string, model: string) => `/openai/deployments/${model}/${what}?api-version=${version}`
  const [one] = await answer(dated('embeddings', 'text-embedding-3-small'), embedding)
  const [other] = await answer('/openai/v1/embeddings', embedding)
  expect(valueAt(one, '/data')).toEqual(valueAt(other, '/data'))
  const [completion] = await answer(dated('completions', 'gpt-3.5-turbo-instruct'), { prompt: 'hi' })
  expect(valueAt(completion, '/object')).toBe('text_completion')
  const models = await fetch(`${running.baseUrl('azure-openai')}/openai/v1/models`, { headers: { 'api-key': key } })
  expect([models.status, valueAt(await models.json(), '/object')]).toEqual([200, 'list'])
})

const captured = capturedRequests('openai-sdk-7.57.0-azure')

test.skipIf(captured.length === 0)(`what the vendor's SDK sends is accepted${whySkipped(captured)}`, async () => {
  const sent = await Promise.all(
    captured.map(({ path, body }) => post(running, `${path}?api-version=${version}`, body)),
  )
  expect(sent.map(({ status }) => status)).toEqual(captured.map(() => 200))
})
