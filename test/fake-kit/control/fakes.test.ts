import { afterAll, afterEach, expect, test } from 'vitest'
import { Fault } from '../../../src/contract/fault.ts'
import { createControlClient } from '../../../src/fake-kit/control/client.ts'
import { startControl } from '../../../src/fake-kit/control/start-control.ts'
import { contracts, post } from '../../fakes/openai-fake.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()
const { ask, client, fakes } = controlled
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }
const rule = 'openai/unknown-parameter'

afterAll(() => controlled[Symbol.asyncDispose]())
afterEach(async () => {
  await client.setLevel('openai', 'real')
  await client.enforce(rule)
})

async function statusOf(more: object = {}): Promise<number> {
  const reply = await post(fakes, '/chat/completions', { ...chat, ...more })
  await reply.arrayBuffer()
  return reply.status
}

test('health tells the version and that no fake failed', async () => {
  expect((await ask('GET', '/health')).value).toEqual({ status: 'ok', version: '1.2.3', faults: [] })
  expect((await ask('HEAD', '/health')).text).toBe('')
})

test('health tells what a fake did wrong by itself', async () => {
  const fault = new Fault('E_FAKE_CRASHED', 'the fake failed', { kind: 'harness' })
  await using control = await startControl({ fakes: { ...fakes, faults: [fault] }, version: '1' })
  expect(await createControlClient(control.url).health()).toEqual({
    status: 'faulty',
    version: '1',
    faults: [{ code: 'E_FAKE_CRASHED', message: 'the fake failed' }],
  })
})

test('every provider is listed with its address, level and operations', async () => {
  expect(await client.providers()).toEqual(
    fakes.providers().map(({ id, operations }) => ({
      id,
      baseUrl: fakes.baseUrl(id),
      level: 'real',
      operations: operations.map((operation) => ({
        id: operation.id,
        method: operation.method,
        path: operation.path,
        ...(operation.surface === undefined ? {} : { surface: operation.surface }),
      })),
      relaxed: [],
    })),
  )
})

test('a level holds from the next request on', async () => {
  expect(await statusOf({ bogus: 1 })).toBe(400)
  expect(await client.setLevel('openai', 'observe')).toMatchObject({ id: 'openai', level: 'observe' })
  expect(await statusOf({ bogus: 1 })).toBe(200)
  expect(fakes.journal.exchanges().at(-1)?.verdict).toMatchObject({ kind: 'refused', rule })
  await client.setLevel('openai', 'real')
  expect(await statusOf({ bogus: 1 })).toBe(400)
})

test('a level or a provider that does not exist is refused with those that do', async () => {
  expect((await ask('PUT', '/providers/openai/level', { body: { level: 'lax' } })).value).toMatchObject({
    status: 400,
    errors: [{ at: '/level', message: expect.stringContaining('"observe"') }],
  })
  expect((await ask('PUT', '/providers/opnai/level', { body: { level: 'real' } })).value).toMatchObject({
    status: 404,
    code: 'E_PROVIDER_NOT_SERVED',
    hint: expect.stringContaining('openai'),
  })
})

test('a relaxed rule lets pass from the next request on, is listed with its reason, and can be put into force again', async () => {
  expect(await client.relax(rule, 'we test an old gateway')).toMatchObject([
    { id: rule, relaxed: 'we test an old gateway' },
  ])
  expect(await statusOf({ bogus: 1 })).toBe(200)
  expect((await client.providers())[0]?.relaxed).toEqual([{ rule, reason: 'we test an old gateway' }])
  const [enforced] = await client.enforce(rule)
  expect(enforced).not.toHaveProperty('relaxed')
  expect(await statusOf({ bogus: 1 })).toBe(400)
})

test('a rule may be written in the path as it is, without encoding', async () => {
  const { status } = await ask('POST', `/rules/${rule}/relax`, { body: { reason: 'shown in a shell' } })
  expect(status).toBe(200)
  expect(await statusOf({ bogus: 1 })).toBe(200)
})

test('relaxing needs a reason and a rule that there is', async () => {
  expect((await ask('POST', `/rules/${rule}/relax`, { body: {} })).status).toBe(400)
  expect((await ask('POST', `/rules/${rule}/relax`, { body: { reason: '' } })).status).toBe(400)
  for (const method of ['POST', 'DELETE']) {
    const body = method === 'POST' ? { body: { reason: 'x' } } : {}
    expect((await ask(method, '/rules/openai/unknown-paramter/relax', body)).value).toMatchObject({
      status: 404,
      code: 'E_RULE_UNKNOWN',
      hint: `Did you mean "${rule}"?`,
    })
  }
})

test('rules of contract and fake are listed with their evidence', async () => {
  const rules = await client.rules('openai')
  const ids = rules.map(({ id }) => id)
  expect(ids).toEqual(expect.arrayContaining([...(contracts.get('openai')?.rules ?? [])].map(({ id }) => id)))
  expect(ids.length).toBeGreaterThan(contracts.get('openai')?.rules.length ?? 0)
  expect(rules.every(({ evidence, provider }) => evidence.length > 0 && provider === 'openai')).toBe(true)
  await expect(client.rules('opnai')).rejects.toMatchObject({ code: 'E_PROVIDER_NOT_SERVED' })
})

test('an opened case has a key and addresses of its own', async () => {
  const { token, key: ownKey, baseUrls } = await client.openCase()
  const other = await client.openCase()
  expect(other.token).not.toBe(token)
  const say = (base: string | undefined, bearer: string) =>
    fetch(`${base}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(chat),
    })
  expect((await say(baseUrls['openai'], ownKey)).status).toBe(200)
  expect((await say(fakes.baseUrl('openai'), ownKey)).status).toBe(200)
  expect((await say(other.baseUrls['openai'], ownKey)).status).toBe(401)
  const { exchanges } = await client.wait({ case: token, count: 2 })
  expect(exchanges.map(({ attribution }) => attribution)).toEqual(['path', 'key'])
})

test('a script is what the case is answered with, step by step, and an empty one ends it', async () => {
  const say = async () => (await post(fakes, '/chat/completions', chat, 'scripted')).text()
  expect(await client.script('scripted', { step: 2, turns: [{ text: 'first' }, { text: 'second' }] })).toEqual({
    token: 'scripted',
    step: 2,
    turns: 2,
    baseUrls: { openai: fakes.baseUrl('openai', 'scripted') },
  })
  expect([await say(), await say(), await say()]).toEqual([
    expect.stringContaining('first'),
    expect.stringContaining('second'),
    expect.stringContaining('second'),
  ])
  expect((await client.journal({ case: 'scripted' })).exchanges.map(({ step }) => step)).toEqual([2, 2, 2])
  await client.script('scripted', { turns: [] })
  expect(await say()).not.toContain('second')
})

test('a script may hold everything that a turn has', async () => {
  const turn = {
    text: 'text',
    toolCalls: [{ name: 'f', arguments: '{}', id: 'call_1' }],
    finish: 'tool-calls',
    usage: { input: 1, output: 2, cachedInput: 1, reasoning: 1 },
    deltas: { interleaved: true, bytesPerWrite: 3 },
  } as const
  await client.script('whole', { turns: [turn] })
  const reply = await post(fakes, '/chat/completions', chat, 'whole')
  expect(await reply.json()).toMatchObject({
    choices: [{ message: { tool_calls: [{ id: 'call_1' }] }, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  })
})
