import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { startWatertight, watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

interface Ready {
  readonly event: string
  readonly providers: readonly { readonly id: string; readonly baseUrl: string; readonly apiKey: string }[]
}

async function openaiOf(command: ReturnType<typeof startWatertight>) {
  const ready: Ready = JSON.parse(await command.line(/"event":"ready"/))
  const openai = ready.providers.find(({ id }) => id === 'openai')
  if (openai === undefined) throw new Error('openai is not served')
  return openai
}

function post(url: string, key: string, body: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }

test('serves every provider on a free port, says where and with which key, and answers', async () => {
  await using command = startWatertight(['serve', '--json'])
  const { baseUrl, apiKey } = await openaiOf(command)
  expect(baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  expect((await post(`${baseUrl}/chat/completions`, apiKey, chat)).status).toBe(200)
})

test('tells each refusal in a line: rule, pointer and the words', async () => {
  await using command = startWatertight(['serve', '--json'])
  const { baseUrl, apiKey } = await openaiOf(command)
  const reply = await post(`${baseUrl}/chat/completions`, apiKey, { ...chat, bogus: 1 })
  expect(reply.status).toBe(400)
  expect(JSON.parse(await command.line(/"event":"refused"/))).toMatchObject({
    provider: 'openai',
    request: 'POST /v1/chat/completions',
    status: 400,
    rule: 'openai/unknown-parameter',
    pointer: '/bogus',
  })
})

test('for people the same is plain text, and the line "ready" comes when everything listens', async () => {
  await using command = startWatertight(['serve', '--provider', 'openai', '--api-key', 'sk-chosen'])
  const announced = await command.line(/^openai/)
  const url = /base URL (\S+) +API key sk-chosen$/.exec(announced)?.[1] ?? ''
  await command.line(/^ready$/)
  await post(`${url}/chat/completions`, 'sk-chosen', { ...chat, bogus: 1 })
  expect(await command.line(/refused/)).toMatch(
    /^openai refused POST \/v1\/chat\/completions {2}400 openai\/unknown-parameter {2}\/bogus {2}\S/,
  )
})

test('any key but the printed one is refused as the provider refuses it', async () => {
  await using command = startWatertight(['serve', '--json'])
  const { baseUrl } = await openaiOf(command)
  expect((await post(`${baseUrl}/chat/completions`, 'sk-other', chat)).status).toBe(401)
})

test('a fake that observes answers 200 and tells what it would have refused', async () => {
  await using command = startWatertight(['serve', '--json', '--level', 'observe'])
  const { baseUrl, apiKey } = await openaiOf(command)
  expect((await post(`${baseUrl}/chat/completions`, apiKey, { ...chat, bogus: 1 })).status).toBe(200)
  expect(JSON.parse(await command.line(/"event":"would-refuse"/))).toMatchObject({ rule: 'openai/unknown-parameter' })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly, and nothing listens any more', async (signal) => {
  await using command = startWatertight(['serve', '--json'])
  const { baseUrl } = await openaiOf(command)
  command.signal(signal)
  expect(await command.ended).toMatchObject({ code: 0, err: '' })
  await expect(fetch(`${baseUrl}/models`)).rejects.toThrow('fetch failed')
})

test('a port that is taken is told with the provider that wanted it', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const { code, err } = await watertight(['serve', '--provider', `openai=${port}`])
  taken.close()
  expect(code).toBe(2)
  expect(err).toContain('[E_PORT_IN_USE]')
  expect(err).toMatch(new RegExp(`port ${port} .*openai`))
})
