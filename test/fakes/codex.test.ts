import { request } from 'node:http'
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { listOf } from '../../fakes/surfaces/fields.ts'
import { parseSse } from '../../src/capture/sse.ts'
import { valueAt } from '../../src/contract/pointer.ts'
import { capturedRequests, whySkipped } from '../contract/captures.ts'
import { codexContract, hello, postTurn, send, startCodex, token } from './codex-fake.ts'

const running = await startCodex()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

async function eventsOf(response: Response): Promise<readonly unknown[]> {
  const { events } = parseSse(Buffer.from(await response.arrayBuffer()))
  return events.map(({ event, data }) => {
    const parsed: unknown = JSON.parse(data)
    expect(valueAt(parsed, '/type')).toBe(event)
    return parsed
  })
}

async function json(path: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await send(running, path, { headers })
  expect(response.status).toBe(200)
  return await response.json()
}

test('a turn is a stream of events that does not say what it is', async () => {
  running.script('t1', 0, [{ text: 'Grüße' }])
  const response = await fetch(`${running.baseUrl('codex', 't1')}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(hello),
  })
  expect(response.headers.has('content-type')).toBe(false)
  const events = await eventsOf(response)
  expect(valueAt(events[0], '/type')).toBe('response.created')
  expect(events.at(-1)).toMatchObject({
    type: 'response.completed',
    response: {
      id: expect.stringMatching(/^resp_/),
      model: hello.model,
      store: false,
      output: [{ type: 'message', content: [{ text: 'Grüße' }] }],
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    },
  })
})

test('the headers of a turn say what is left of the plan, which model answered, and which list of models holds', async () => {
  const response = await postTurn(running, hello)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-codex-plan-type': 'plus',
    'x-codex-primary-used-percent': '12.5',
    'x-codex-primary-window-minutes': '300',
    'x-codex-primary-reset-after-seconds': '9000',
    'x-codex-primary-reset-at': String(Date.UTC(2026, 0, 1) / 1000 + 9000),
    'x-codex-secondary-window-minutes': '10080',
    'x-codex-credits-has-credits': 'False',
    'openai-model': hello.model,
    'x-oai-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
  })
  const models = await send(running, '/backend-api/codex/models?client_version=0.169.0')
  expect(response.headers.get('x-models-etag')).toBe(models.headers.get('etag'))
})

test('the state of a turn is given with its first response, and repeated as long as the client sends it', async () => {
  const first = (await postTurn(running, hello)).headers.get('x-codex-turn-state') ?? ''
  expect(first).not.toBe('')
  const second = await postTurn(running, hello, { 'x-codex-turn-state': first })
  expect(second.headers.get('x-codex-turn-state')).toBe(first)
  expect((await postTurn(running, hello)).headers.get('x-codex-turn-state')).not.toBe(first)
})

const turns = capturedRequests('codex-').filter(
  ({ method, path }) => method === 'POST' && path === '/backend-api/codex/responses',
)

test.skipIf(turns.length === 0)(`what Codex sends is accepted, packed as it packs it${whySkipped(turns)}`, async () => {
  for (const { body } of turns) {
    const packed = await promisify(zstdCompress)(JSON.stringify(body))
    const response = await send(running, '/backend-api/codex/responses', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'zstd', 'chatgpt-account-id': 'acct-1' },
      body: new Uint8Array(packed),
    })
    expect(response.status).toBe(200)
    expect(valueAt((await eventsOf(response)).at(-1), '/type')).toBe('response.completed')
    expect(running.journal.exchanges().at(-1)).toMatchObject({
      verdict: { kind: 'accepted' },
      request: { body: packed },
    })
  }
})

const questions = capturedRequests('codex-').filter(({ method, path }) => method === 'GET' && !path.includes('/ps/'))

test.skipIf(questions.length === 0)(`what Codex asks around a turn is answered${whySkipped(questions)}`, async () => {
  const statuses = await Promise.all(questions.map(async ({ target }) => (await send(running, target)).status))
  expect(questions.map(({ path }, index) => [path, statuses[index]])).toEqual(questions.map(({ path }) => [path, 200]))
})

test('a WebSocket handshake is told to fall back', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { connection: 'Upgrade', upgrade: 'websocket', authorization: `Bearer ${token}` }
    const asked = request(`${running.baseUrl('codex')}/responses`, { headers }, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    })
    asked.on('error', reject).end()
  })
  expect(status).toBe(426)
  const [last] = running.journal.exchanges().slice(-1)
  expect(last?.verdict).toMatchObject({ kind: 'refused', rule: 'codex/no-websocket' })
})

test('the account is the one that the client says it has, and its turns come back here', async () => {
  const answer = await json('/backend-api/wham/accounts/check', { 'chatgpt-account-id': 'acct-fake-0001' })
  expect(answer).toMatchObject({
    accounts: [
      {
        id: 'acct-fake-0001',
        workspace_backend_origin: new URL(running.baseUrl('codex')).origin.replace('http:', 'https:'),
        account_routing_override: 'NO_CONSTRAINT',
      },
    ],
    account_ordering: ['acct-fake-0001'],
  })
})

test('the usage says what the headers of a turn say', async () => {
  const { headers } = await postTurn(running, hello)
  const usage = await json('/backend-api/wham/usage')
  const said = (name: string) => Number(headers.get(`x-codex-primary-${name}`))
  expect(valueAt(usage, '/rate_limit/primary_window')).toEqual({
    used_percent: said('used-percent'),
    limit_window_seconds: said('window-minutes') * 60,
    reset_after_seconds: said('reset-after-seconds'),
    reset_at: said('reset-at'),
  })
})

test('every listed model takes every effort that the list gives it, and the next one not', async () => {
  const models = listOf(valueAt(await json('/backend-api/codex/models?client_version=0.169.0'), '/models'))
  expect(models.length).toBeGreaterThan(3)
  const operation = codexContract.operations.find(({ id }) => id === 'createCodexResponse')
  const accepts = (model: unknown, effort: string) =>
    operation?.judge({ ...hello, model, reasoning: { effort } }) === null
  const all = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']
  for (const model of models) {
    const listed = listOf(valueAt(model, '/supported_reasoning_levels')).map((level) => valueAt(level, '/effort'))
    expect(all.filter((effort) => accepts(valueAt(model, '/slug'), effort))).toEqual(listed)
  }
})

test('a conversation is compacted into an item that the next turn may hold', async () => {
  const { model, instructions, input } = hello
  const response = await send(running, '/backend-api/codex/responses/compact', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, instructions, input }),
  })
  expect(response.headers.get('content-type')).toBe('application/json')
  const compacted = listOf(valueAt(await response.json(), '/output'))
  expect(compacted).toMatchObject([{ type: 'compaction', id: expect.stringMatching(/^cmp_/) }])
  expect((await postTurn(running, { ...hello, input: [...compacted, ...input] })).status).toBe(200)
})

test('the tools of a request are called as on any Responses surface', async () => {
  const tools = [{ type: 'function', name: 'exec_command', parameters: { type: 'object', properties: {} } }]
  const events = await eventsOf(await postTurn(running, { ...hello, tools, tool_choice: 'required' }))
  expect(valueAt(events.at(-1), '/response/output')).toMatchObject([{ type: 'function_call', name: 'exec_command' }])
})
