import OpenAI, { BadRequestError, NotFoundError, toFile } from 'openai'
import { afterAll, expect, test } from 'vitest'
import { play, startStage } from './stage.ts'

const running = await startStage()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

function client(): OpenAI {
  const { baseUrl, key } = play(running, 'openai')
  return new OpenAI({ baseURL: baseUrl, apiKey: key, maxRetries: 0 })
}

const openai = client()

function request(customId: string, body: object, url = '/v1/chat/completions'): object {
  return { custom_id: customId, method: 'POST', url, body }
}

function jsonLines(lines: readonly object[]): string {
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

function upload(text: string): Promise<OpenAI.FileObject> {
  return toFile(Buffer.from(text), 'in.jsonl').then((file) => openai.files.create({ file, purpose: 'batch' }))
}

async function linesOf(
  fileId: string | undefined,
): Promise<{ custom_id: string; response: { status_code: number } }[]> {
  const text = await (await openai.files.content(fileId ?? '')).text()
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('files: what was uploaded is described, listed, read back and deleted', async () => {
  const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 128])
  const file = await openai.files.create({
    file: await toFile(bytes, 'grüße "1".bin', { type: 'application/x-odd' }),
    purpose: 'fine-tune',
    expires_after: { anchor: 'created_at', seconds: 3600 },
  })
  expect(file).toMatchObject({ object: 'file', bytes: 7, filename: 'grüße "1".bin', purpose: 'fine-tune' })
  expect((file.expires_at ?? 0) - file.created_at).toBe(3600)
  expect(await openai.files.retrieve(file.id)).toEqual(file)
  expect(Buffer.from(await (await openai.files.content(file.id)).arrayBuffer())).toEqual(bytes)
  expect(await openai.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true })
  const gone = openai.files.retrieve(file.id)
  await expect(gone).rejects.toThrow(NotFoundError)
  await expect(gone).rejects.toThrow(`No such File object: ${file.id}`)
})

test('files: a list is read page by page, the newest first', async () => {
  const ids: string[] = []
  for (const name of ['a', 'b', 'c']) {
    const file = await toFile(Buffer.from(name), `${name}.txt`)
    ids.push((await openai.files.create({ file, purpose: 'evals' })).id)
  }
  const listed: string[] = []
  for await (const file of openai.files.list({ purpose: 'evals', limit: 2 })) listed.push(file.id)
  expect(listed).toEqual(ids.toReversed())
  const oldest = await openai.files.list({ purpose: 'evals', order: 'asc', limit: 1 })
  expect(oldest.data.map(({ id }) => id)).toEqual(ids.slice(0, 1))
})

test('files: a purpose that there is not is refused in the words of the provider', async () => {
  const purpose = 'answers'
  const sent = openai.files.create({
    file: await toFile(Buffer.from('x'), 'x.txt'),
    // @ts-expect-error: the client knows better
    purpose,
  })
  await expect(sent).rejects.toThrow(BadRequestError)
  await expect(sent).rejects.toThrow(/'answers' is not one of \['fine-tune', 'assistants', 'batch', .*\] - 'purpose'$/)
})

test('batches: a client that polls sees every step, and finds each answer in a file', async () => {
  const messages = [{ role: 'user', content: 'hi' }]
  const file = await upload(
    jsonLines([
      request('good', { model: 'gpt-5.2', messages }),
      request('bad', { model: 'gpt-5.2', messages, metadta: {} }),
      request('streamed', { model: 'gpt-5.2', messages, stream: true }),
    ]),
  )
  const batch = await openai.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: { job: 'nightly' },
  })
  expect(batch).toMatchObject({ status: 'validating', metadata: { job: 'nightly' }, output_file_id: null })
  expect(await openai.batches.retrieve(batch.id)).toMatchObject({
    status: 'in_progress',
    model: 'gpt-5.2',
    request_counts: { total: 3, completed: 0, failed: 0 },
  })
  const done = await openai.batches.retrieve(batch.id)
  expect(done).toMatchObject({ status: 'completed', request_counts: { total: 3, completed: 1, failed: 2 } })
  expect(await openai.batches.retrieve(batch.id)).toEqual(done)
  expect(await linesOf(done.output_file_id)).toEqual([
    {
      id: expect.stringMatching(/^batch_req_/),
      custom_id: 'good',
      response: {
        status_code: 200,
        request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        body: expect.objectContaining({ object: 'chat.completion', model: expect.stringMatching(/^gpt-5\.2/) }),
      },
      error: null,
    },
  ])
  const errors = await linesOf(done.error_file_id)
  expect(errors.map(({ custom_id }) => custom_id)).toEqual(['bad', 'streamed'])
  expect(errors[1]).toMatchObject({ response: null, error: { code: 'streaming_not_supported' } })
  expect(errors[0]).toMatchObject({
    response: { status_code: 400, body: { error: { code: 'unknown_parameter', param: 'metadta' } } },
  })
})

test.each<[OpenAI.BatchCreateParams['endpoint'], object, string]>([
  ['/v1/responses', { model: 'gpt-5.2', input: 'hi' }, 'response'],
  ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'hi' }, 'list'],
  ['/v1/completions', { model: 'gpt-3.5-turbo-instruct', prompt: 'hi' }, 'text_completion'],
])('batches: %s is answered as it is by itself', async (endpoint, body, object) => {
  const file = await upload(jsonLines([request('one', body, endpoint)]))
  const { id } = await openai.batches.create({ input_file_id: file.id, endpoint, completion_window: '24h' })
  await openai.batches.retrieve(id)
  const { output_file_id: output } = await openai.batches.retrieve(id)
  expect(await linesOf(output)).toMatchObject([{ custom_id: 'one', response: { status_code: 200, body: { object } } }])
})

test('batches: what is wrong with the input lets the batch fail, line by line', async () => {
  const body = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }
  const file = await upload(
    [
      '{"custom_id":',
      JSON.stringify(request('a', body)),
      JSON.stringify({ custom_id: 'b', url: '/v1/chat/completions', body }),
      JSON.stringify(request('c', body, '/v1/embeddings')),
      JSON.stringify(request('a', body)),
      JSON.stringify(request('d', { ...body, model: 'gpt-4o' })),
    ].join('\n'),
  )
  const endpoint = '/v1/chat/completions'
  const { id } = await openai.batches.create({ input_file_id: file.id, endpoint, completion_window: '24h' })
  const { status, errors, failed_at: failedAt } = await openai.batches.retrieve(id)
  expect({ status, isDated: typeof failedAt }).toEqual({ status: 'failed', isDated: 'number' })
  expect(errors?.data?.map(({ code, line }) => `${line} ${code}`)).toEqual([
    '1 invalid_json_line',
    '3 missing_required_parameter',
    '4 url_mismatch',
    '5 duplicate_custom_id',
    '6 model_mismatch',
  ])
})

test.each([
  ['an empty file', async () => (await upload('\n')).id, 'empty_file'],
  ['no file', async () => 'file-nowhere', 'invalid_input_file'],
  [
    'a file for something else',
    async () => (await openai.files.create({ file: await toFile(Buffer.from('{}'), 'x.jsonl'), purpose: 'evals' })).id,
    'invalid_input_file',
  ],
])('batches: %s lets the batch fail', async (_, fileId, code) => {
  const endpoint = '/v1/embeddings'
  const input = await fileId()
  const { id } = await openai.batches.create({ input_file_id: input, endpoint, completion_window: '24h' })
  expect(await openai.batches.retrieve(id)).toMatchObject({ status: 'failed', errors: { data: [{ code }] } })
})

test('batches: one is cancelled as long as it runs, and stays in the list', async () => {
  const file = await upload(
    jsonLines([request('one', { model: 'text-embedding-3-small', input: 'hi' }, '/v1/embeddings')]),
  )
  const endpoint = '/v1/embeddings'
  const { id } = await openai.batches.create({ input_file_id: file.id, endpoint, completion_window: '24h' })
  expect(await openai.batches.cancel(id)).toMatchObject({ status: 'cancelling' })
  expect(await openai.batches.cancel(id)).toMatchObject({ status: 'cancelling' })
  expect(await openai.batches.retrieve(id)).toMatchObject({ status: 'cancelled', output_file_id: null })
  await expect(openai.batches.cancel(id)).rejects.toThrow("Cannot cancel batch with status 'cancelled'.")
  const listed = await openai.batches.list({ limit: 1 })
  expect(listed.data.map((batch) => batch.id)).toEqual([id])
  expect(listed.has_more).toBe(true)
  await expect(openai.batches.retrieve('batch_x')).rejects.toThrow(NotFoundError)
})
