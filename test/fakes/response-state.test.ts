import { afterAll, expect, test } from 'vitest'
import { listOf } from '../../fakes/surfaces/fields.ts'
import { valueAt } from '../../src/contract/pointer.ts'
import { key, post, postJson, startOpenAI } from './openai-fake.ts'

const running = await startOpenAI()
const hello = { model: 'gpt-5.2', input: 'hi' }

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

async function send(method: string, path: string): Promise<{ status: number; body: unknown }> {
  const init = { method, headers: { authorization: `Bearer ${key}` } }
  const response = await fetch(running.baseUrl('openai') + path, init)
  return { status: response.status, body: await response.json() }
}

async function createdId(body: object): Promise<string> {
  return String(valueAt(await postJson(running, '/responses', body), '/id'))
}

test('a stored response can be read, listed, continued and deleted', async () => {
  const created = await postJson(running, '/responses', hello)
  const id = valueAt(created, '/id')
  expect(await send('GET', `/responses/${id}`)).toEqual({ status: 200, body: created })
  expect((await send('GET', `/responses/${id}/input_items`)).body).toMatchObject({
    object: 'list',
    data: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] }],
  })
  const continued = await postJson(running, '/responses', { ...hello, previous_response_id: id })
  expect(valueAt(continued, '/previous_response_id')).toBe(id)
  expect(await send('DELETE', `/responses/${id}`)).toMatchObject({ status: 200, body: { id, deleted: true } })
  expect((await send('GET', `/responses/${id}`)).status).toBe(404)
})

test('the input of a response is listed page by page, in the order that is asked for', async () => {
  const input = ['one', 'two', 'three'].map((content) => ({ role: 'user', content }))
  const id = await createdId({ ...hello, input })
  const listed = async (query: string) => {
    const { body } = await send('GET', `/responses/${id}/input_items?${query}`)
    const data = valueAt(body, '/data')
    const texts = Array.isArray(data) ? data.map((item) => valueAt(item, '/content/0/text')) : []
    return { texts, last: valueAt(body, '/last_id'), hasMore: valueAt(body, '/has_more') }
  }
  const first = await listed('limit=2&order=asc')
  expect(first).toMatchObject({ texts: ['one', 'two'], hasMore: true })
  expect(await listed(`limit=2&order=asc&after=${first.last}`)).toMatchObject({ texts: ['three'], hasMore: false })
  expect((await listed('')).texts).toEqual(['three', 'two', 'one'])
})

test('a response that is not to be stored is not found', async () => {
  const id = await createdId({ ...hello, store: false })
  const response = await post(running, '/responses', { ...hello, previous_response_id: id })
  expect(response.status).toBe(400)
  expect(await response.json()).toEqual({
    error: {
      message: `Previous response with id '${id}' not found.`,
      type: 'invalid_request_error',
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    },
  })
})

test.each([
  [{ conversation: 'conv_x' }, "Conversation with id 'conv_x' not found."],
  [{ prompt: { id: 'pmpt_x' } }, "Prompt with id 'pmpt_x' not found."],
])('what the fake never made is not found: %j', async (reference, message) => {
  const response = await post(running, '/responses', { ...hello, ...reference })
  expect([response.status, valueAt(await response.json(), '/error/message')]).toEqual([404, message])
})

test('an item can be referred to when its response is stored', async () => {
  const kept = await postJson(running, '/responses', hello)
  const lost = await postJson(running, '/responses', { ...hello, store: false })
  const refer = (response: unknown) => {
    const reference = { type: 'item_reference', id: valueAt(response, '/output/0/id') }
    return post(running, '/responses', { ...hello, input: [{ role: 'user', content: 'and?' }, reference] })
  }
  expect((await refer(kept)).status).toBe(200)
  const refused = await refer(lost)
  expect(refused.status).toBe(404)
  expect(valueAt(await refused.json(), '/error/message')).toContain(
    'Items are not persisted when `store` is set to false.',
  )
})

test('a relaxed rule of state does not refuse', async () => {
  const relaxed = new Set(['openai/previous-response-not-found'])
  const lenient = await startOpenAI({ settings: { openai: { relaxed } } })
  const response = await post(lenient, '/responses', { ...hello, previous_response_id: 'resp_x' })
  expect(response.status).toBe(200)
  await lenient[Symbol.asyncDispose]()
})

test('a background response is queued, then complete; only such a one can be cancelled', async () => {
  const queued = await postJson(running, '/responses', { ...hello, background: true })
  expect(queued).toMatchObject({ status: 'queued', output: [] })
  const id = valueAt(queued, '/id')
  expect((await send('GET', `/responses/${id}`)).body).toMatchObject({ status: 'completed' })
  const cancel = (path: string) => post(running, path, undefined)
  expect((await cancel(`/responses/${id}/cancel`)).status).toBe(200)
  expect((await cancel(`/responses/${await createdId(hello)}/cancel`)).status).toBe(400)
})

test('the input can be counted and compacted', async () => {
  expect(await postJson(running, '/responses/input_tokens', hello)).toEqual({
    object: 'response.input_tokens',
    input_tokens: 1,
  })
  expect(await postJson(running, '/responses/compact', hello)).toMatchObject({
    object: 'response.compaction',
    output: [{ type: 'compaction', id: expect.stringMatching(/^cmp_/) }],
  })
})

test('the models of the list can be retrieved', async () => {
  const { body } = await send('GET', '/models')
  const id = valueAt(body, '/data/0/id')
  expect(await send('GET', `/models/${id}`)).toEqual({ status: 200, body: valueAt(body, '/data/0') })
})

test('every listed model is one that the contract knows', async () => {
  const { body } = await send('GET', '/models')
  const models = listOf(valueAt(body, '/data')).map((model) => valueAt(model, '/id'))
  const statuses = await Promise.all(
    models.map(async (model) => (await post(running, '/responses', { model, input: 'hi' })).status),
  )
  expect(models.length).toBeGreaterThan(3)
  expect(new Set(statuses)).toEqual(new Set([200]))
})
