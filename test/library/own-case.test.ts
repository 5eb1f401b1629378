import { expect, test } from 'vitest'
import { mintCase, type OwnCase, referenceAdapter, type StartedGateway, startFakes } from '../../src/index.ts'

const hello = { messages: [{ role: 'user', content: 'hi' }] }

function start(mine: OwnCase, defects: readonly string[], ...others: readonly OwnCase[]): Promise<StartedGateway> {
  const all = [mine, ...others]
  const plan = { ...mine.plan, routes: all.map(({ route }) => route), users: all.map(({ user }) => user) }
  return referenceAdapter({ defects }).start(plan, AbortSignal.timeout(20_000))
}

function failedChecks(mine: OwnCase): readonly string[] {
  return mine.judge().findings.map(({ check }) => check)
}

test("a case of one's own is minted, scripted, called, read and judged in ten lines", async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/responses' })
  await using gateway = await start(mine, [])
  mine.script({ text: 'hello' })
  const url = gateway.endpoint('chat-completions').url
  const { reply } = await mine.call(url, hello)
  const [sent] = mine.exchanges('upstream')

  expect(reply?.status).toBe(200)
  expect(sent).toMatchObject({ surface: 'responses', verdict: { kind: 'accepted' } })
  expect(mine.judge()).toMatchObject({ id: 'own', outcome: 'passed', findings: [] })
  expect(mine.judge().passed).toContain('leak/canary-upstream')
})

test("what a gateway leaks in a case of one's own is found, and no secret stands in the report", async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/responses' })
  await using gateway = await start(mine, ['bridge-metadata-leak'])
  await mine.call(gateway.endpoint('chat-completions').url, { ...hello, metadata: { a: 'b' } })

  const leak = mine.judge().findings.find(({ check }) => check === 'leak/canary-upstream')
  expect(leak?.message).toMatch(/user-email.*gateway-url/)
  expect(JSON.stringify(mine.judge())).not.toContain(mine.user.email)
})

test('each call of a case is judged by the script that it was sent under', async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/chat-completions' })
  await using gateway = await start(mine, [])
  const { url } = gateway.endpoint('chat-completions')
  mine.script({ text: 'one' })
  await mine.call(url, { ...hello, stream: true })
  mine.script({ error: { rule: 'openai/rate-limit' } })
  await mine.call(url, hello, { expect: { outcome: 'error' } })

  expect(mine.judge().findings).toEqual([])
  expect(mine.exchanges('client').map(({ reply }) => reply?.status)).toEqual([200, 429])
})

test('a call is held to the status and to the number of provider requests that it expects', async () => {
  await using fakes = await startFakes()
  const route = { client: 'chat-completions', upstream: 'openai/chat-completions', route: { retries: 1 } } as const
  const [mine, other] = [mintCase(fakes, { ...route, name: 'one' }), mintCase(fakes, { ...route, name: 'other' })]
  await using gateway = await start(mine, [], other)
  const { url } = gateway.endpoint('chat-completions')
  for (const each of [mine, other]) each.script({ failure: { as: 'error', status: 503 } }, { text: 'hello' })
  await mine.call(url, hello, { expect: { requests: 2 } })
  await other.call(url, hello, { expect: { status: 202 } })

  expect(mine.judge().findings).toEqual([])
  expect(failedChecks(other)).toEqual(['call/count', 'reply/status'])
})

test('what the documentation of a gateway says it adds is accounted for', async () => {
  await using fakes = await startFakes()
  const kinds = { client: 'chat-completions', upstream: 'openai/responses' } as const
  const documented = [
    { field: '/metadata/*', kind: 'addition', reason: 'its own', link: 'https://example.com' },
  ] as const
  const [silent, told] = [mintCase(fakes, kinds), mintCase(fakes, { ...kinds, name: 'told', profile: { documented } })]
  await using gateway = await start(silent, ['bridge-metadata-leak'], told)
  await silent.call(gateway.endpoint('chat-completions').url, hello)
  await told.call(gateway.endpoint('chat-completions').url, hello)

  expect(failedChecks(silent)).toContain('account/no-unaccounted-field')
  expect(failedChecks(told)).not.toContain('account/no-unaccounted-field')
})

test('an address that is none is refused, and the case stays as it was', async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/chat-completions' })
  await expect(mine.call('localhost', hello)).rejects.toThrow('Invalid URL')
  await using gateway = await start(mine, [])
  await mine.call(gateway.endpoint('chat-completions').url, hello)
  expect(mine.judge().findings).toEqual([])
})

test('an error that nobody expected is a finding', async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/chat-completions' })
  await using gateway = await start(mine, [])
  const { url } = gateway.endpoint('chat-completions')
  mine.script({ error: { rule: 'openai/rate-limit' } })
  await mine.call(url, hello)

  expect(failedChecks(mine)).toContain('reply/status')
})

test("the route of a case of one's own is what its options say, and the gateway is held to it", async () => {
  await using fakes = await startFakes()
  const route = { model: 'gpt-4o', drop: ['stop'], defaults: { temperature: 0.5 }, forwardHeaders: ['x-tenant'] }
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/chat-completions', route })
  await using gateway = await start(mine, [])
  const body = { ...hello, stop: 'END' }
  await mine.call(gateway.endpoint('chat-completions').url, body, { headers: { 'x-tenant': 'blue' } })

  const [sent] = mine.exchanges('upstream')
  expect(JSON.parse(String(sent?.request.body))).toMatchObject({ model: 'gpt-4o', temperature: 0.5 })
  expect(sent?.request.headers).toContainEqual(['x-tenant', 'blue'])
  expect(mine.judge().findings).toEqual([])
})

test('a gateway that does not answer is told by what was recorded, and fails the case', async () => {
  await using fakes = await startFakes()
  const mine = mintCase(fakes, { client: 'chat-completions', upstream: 'openai/chat-completions' })
  const gateway = await start(mine, [])
  const { url } = gateway.endpoint('chat-completions')
  await gateway[Symbol.asyncDispose]()

  expect((await mine.call(url, hello)).failure).toContain('ECONNREFUSED')
  expect(mine.judge().outcome).not.toBe('passed')
})

test('cases of one test have nothing in common, and the same name and seed mint the same', async () => {
  await using fakes = await startFakes()
  const route = { client: 'responses', upstream: 'codex/responses' } as const
  const [one, other] = [mintCase(fakes, { ...route, name: 'one' }), mintCase(fakes, { ...route, name: 'other' })]

  expect(one.route.apiKey).not.toBe(other.route.apiKey)
  expect(one.user.key).not.toBe(other.user.key)
  expect(mintCase(fakes, { ...route, name: 'one' }).plan).toEqual(one.plan)
  expect(one.route).toMatchObject({ accountId: expect.stringMatching(/^acct-/), model: 'gpt-5.2' })
})
