import { expect, test } from 'vitest'
import { capturedRequests, whySkipped } from './captures.ts'
import { openai } from './openai.ts'

function operation(id: string) {
  const found = openai.operations.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

const embeddings = operation('createEmbedding')

const captured = capturedRequests('').filter(({ path }) => path === '/v1/embeddings')

test.skipIf(captured.length === 0)(`accepts what real clients send${whySkipped(captured)}`, () => {
  expect(captured.filter(({ body }) => embeddings.judge(body) !== null)).toEqual([])
})

test.each([['hi'], [['hi', 'ho']], [[15_339, 1917]], [[[15_339], [1917]]]])('embeds %j', (input) => {
  expect(embeddings.judge({ model: 'text-embedding-3-small', input })).toBeNull()
})

test.each([[''], [[]], [{}], [null], [7], [['']], [[[]]], [[1.5]], [Array.from({ length: 2049 }, () => 'x')]])(
  'does not embed %j',
  (input) => {
    const answer = embeddings.judge({ model: 'text-embedding-3-small', input })
    expect(answer?.message).toContain("'$.input' is invalid")
  },
)

test('refuses null for every setting: a gateway that fills in what was not said is seen', () => {
  const body = { model: 'text-embedding-3-small', input: 'hi' }
  for (const field of ['encoding_format', 'dimensions', 'user']) {
    expect(embeddings.judge({ ...body, [field]: null })?.pointer).toBe(`/${field}`)
  }
})

test.each([
  ['createEmbedding', { model: 'text-embedding-3-small', input: 'hi' }],
  ['createCompletion', { model: 'gpt-3.5-turbo-instruct', prompt: 'hi' }],
  ['createModeration', { input: [{ type: 'text', text: 'hi' }] }],
])('%s knows no field of a gateway', (id, body) => {
  expect(operation(id).judge(body)).toBeNull()
  expect(operation(id).judge({ ...body, metadata: { user_api_key: 'x' } })?.pointer).toBe('/metadata')
})

test('a moderated part is closed too', () => {
  const input = [{ type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } }]
  expect(operation('createModeration').judge({ input })?.param).toBe('input[0].image_url.detail')
})
