import { afterAll, afterEach, expect, test } from 'vitest'
import { post } from '../../fakes/openai-fake.ts'
import { startControlled } from './control-kit.ts'

let now = Date.UTC(2026, 0, 1)
const controlled = await startControlled({ clock: () => now })
const { ask, client, fakes } = controlled
const twoAMinute = { of: 'requests', limit: 2, windowMs: 60_000 } as const

afterAll(() => controlled[Symbol.asyncDispose]())
afterEach(() => client.setLimits('openai', []))

async function statusOf(token?: string): Promise<number> {
  const reply = await post(
    fakes,
    '/chat/completions',
    { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] },
    token,
  )
  await reply.arrayBuffer()
  return reply.status
}

test('limits hold from the next request on, and what counts towards them is told by case and model', async () => {
  expect(await client.limits('openai')).toEqual({ limits: [], standings: [] })
  expect(await statusOf()).toBe(200)
  expect(await client.setLimits('openai', [twoAMinute])).toEqual({ limits: [twoAMinute], standings: [] })
  expect([await statusOf(), await statusOf('a')]).toEqual([200, 200])
  now += 20_000
  expect((await ask('GET', '/providers/openai/limits')).value).toEqual({
    limits: [twoAMinute],
    standings: [
      { model: 'gpt-4o', ...twoAMinute, used: 1, resetMs: 40_000 },
      { case: 'a', model: 'gpt-4o', ...twoAMinute, used: 1, resetMs: 40_000 },
    ],
  })
  expect([await statusOf(), await statusOf()]).toEqual([200, 429])
})

test('setting limits again begins anew, and none lift them', async () => {
  await client.setLimits('openai', [{ ...twoAMinute, limit: 1 }])
  expect([await statusOf(), await statusOf()]).toEqual([200, 429])
  await client.setLimits('openai', [{ ...twoAMinute, limit: 1 }])
  expect([await statusOf(), await statusOf()]).toEqual([200, 429])
  await client.setLimits('openai', [])
  expect(await statusOf()).toBe(200)
})

test('a limit that is none, or of a provider that is not served, is refused', async () => {
  for (const limit of [
    { ...twoAMinute, limit: 0 },
    { ...twoAMinute, of: 'words' },
    { of: 'tokens', limit: 1 },
  ]) {
    expect((await ask('PUT', '/providers/openai/limits', { body: { limits: [limit] } })).status).toBe(400)
  }
  for (const method of ['GET', 'PUT']) {
    const body = method === 'PUT' ? { body: { limits: [] } } : {}
    expect((await ask(method, '/providers/opnai/limits', body)).value).toMatchObject({ code: 'E_PROVIDER_NOT_SERVED' })
  }
})
