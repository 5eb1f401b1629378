import { afterAll, expect, inject, test } from 'vitest'
import { decodedBody, headerOf } from '../../../src/capture/body.ts'
import { mintTls } from '../../../src/fake-kit/tls/mint-tls.ts'
import { play, startStage } from '../stage.ts'
import { madeUpLogin } from './login.ts'
import { runCodex } from './run-codex.ts'

const executable = inject('codex')
/** Codex takes its turns to https alone. */
const { authority, ...tls } = mintTls(['127.0.0.1'])
const running = await startStage({ tls })

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

test('with a ChatGPT login a turn with a tool call goes through, in the bodies that Codex packs', async () => {
  const login = madeUpLogin()
  const call = { name: 'exec_command', arguments: JSON.stringify({ cmd: 'echo water$((40 + 2))tight' }) }
  const scene = play(running, 'codex', [{ toolCalls: [call] }, { text: 'All is tight.' }], login.accessToken)
  const { origin } = new URL(scene.baseUrl)
  const configuration = `
model = "gpt-5.2-codex"
openai_base_url = "${origin}/backend-api/codex"
chatgpt_base_url = "${origin}/backend-api/"
analytics.enabled = false
`
  const { code, output } = await runCodex({
    executable,
    prompt: 'say hi',
    home: { 'config.toml': configuration, 'auth.json': login.file, 'authority.pem': authority },
    flags: ['--disable', 'apps', '--disable', 'plugins'],
    env: { CODEX_CA_CERTIFICATE: 'authority.pem' },
  })
  expect({ code, output }).toEqual({ code: 0, output: 'All is tight.' })

  const exchanges = running.journal.exchanges()
  const refused = exchanges.filter(({ verdict }) => verdict?.kind === 'refused')
  // It asks for a WebSocket first, and takes HTTP when it is told so.
  expect(refused.map(({ verdict }) => verdict)).toMatchObject([{ rule: 'codex/no-websocket', status: 426 }])
  const turns = exchanges.filter(({ request }) => request.method === 'POST').map(({ request }) => request)
  expect(turns.map(({ headers }) => headerOf(headers, 'content-encoding'))).toEqual(['zstd', 'zstd'])
  const [, second] = turns.map(({ headers, body }) => String(decodedBody(headers, body)))
  expect(second).toContain('"type":"function_call_output"')
  expect(second).toContain('water42tight')
})
