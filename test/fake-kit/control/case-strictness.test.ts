import { afterAll, expect, test } from 'vitest'
import { post } from '../../fakes/openai-fake.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()
const { ask, client, fakes } = controlled
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }], bogus: 1 }
const rule = 'openai/unknown-parameter'

afterAll(() => controlled[Symbol.asyncDispose]())

async function statusIn(token: string): Promise<number> {
  const reply = await post(fakes, '/chat/completions', chat, token)
  await reply.arrayBuffer()
  return reply.status
}

test('a case has a level of its own', async () => {
  const { token } = await client.openCase()
  const baseUrls = { openai: fakes.baseUrl('openai', token) }
  expect(await client.setCaseLevel(token, 'observe')).toEqual({ token, level: 'observe', relaxed: [], baseUrls })
  expect([await statusIn(token), await statusIn('other')]).toEqual([200, 400])
  const { exchanges } = await client.journal({ case: token })
  expect(exchanges).toMatchObject([{ leniency: { level: 'observe', relaxed: [] }, verdict: { rule } }])
})

test('a rule is relaxed in a case for a reason, which stands in the journal', async () => {
  const reason = 'the gateway adds it'
  const relaxed = await client.relaxForCase('lenient', rule, reason)
  expect(relaxed).toMatchObject({ token: 'lenient', relaxed: [{ rule, reason }] })
  expect(relaxed).not.toHaveProperty('level')
  expect([await statusIn('lenient'), await statusIn('other')]).toEqual([200, 400])
  const { exchanges } = await client.journal({ case: 'lenient' })
  expect(exchanges).toMatchObject([{ leniency: { level: 'real', relaxed: [{ rule, reason }] } }])
})

test.each([
  ['PUT', 'level', { level: 'lax' }, '/level'],
  ['POST', 'relax', { rule }, '/reason'],
  ['POST', 'relax', { rule, reason: '' }, '/reason'],
  ['POST', 'relax', { rule, reason: 'x', until: 'later' }, '/until'],
])('%s /cases/{token}/%s is refused for %j', async (method, what, body, at) => {
  expect((await ask(method, `/cases/strict/${what}`, { body })).value).toMatchObject({ status: 400, errors: [{ at }] })
})

test('a rule that no provider has is refused with the nearest', async () => {
  const relax = client.relaxForCase('strict', 'openai/unknown-paramter', 'x')
  await expect(relax).rejects.toMatchObject({ code: 'E_RULE_UNKNOWN', hint: `Did you mean "${rule}"?` })
})
