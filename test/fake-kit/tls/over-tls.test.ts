import { once } from 'node:events'
import { connect } from 'node:net'
import { Agent, fetch } from 'undici'
import { afterAll, expect, test } from 'vitest'
import { startControl } from '../../../src/fake-kit/control/start-control.ts'
import { mintTls } from '../../../src/fake-kit/tls/mint-tls.ts'
import type { Turn } from '../../../src/fake-kit/turn.ts'
import { startToy } from '../toy-provider.ts'

const { authority, ...tls } = mintTls(['localhost', '127.0.0.1'])
const trusting = new Agent({ connect: { ca: authority } })
afterAll(() => trusting.close())

function sayOver(baseUrl: string, body: object, dispatcher: Agent = trusting) {
  const headers = { 'x-key': 'k', 'content-type': 'application/json' }
  return fetch(`${baseUrl}/say`, { method: 'POST', headers, body: JSON.stringify(body), dispatcher })
}

test('a client that trusts the authority is answered, is refused in the same words, and is recorded', async () => {
  await using fakes = await startToy({ tls })
  const baseUrl = fakes.baseUrl('openai', 't1')
  expect(baseUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/~t1\/v1$/)
  expect(await (await sayOver(baseUrl, { text: 'hi' })).json()).toMatchObject({ said: 'hi' })
  const refused = await sayOver(baseUrl.replace('127.0.0.1', 'localhost'), { txt: 'hi' })
  expect({ status: refused.status, body: await refused.json() }).toEqual({ status: 400, body: { no: 'no /txt' } })
  expect(fakes.journal.exchanges({ token: 't1' })).toMatchObject([
    { verdict: { kind: 'accepted' }, reply: { status: 200 } },
    { verdict: { rule: 'toy/text-only' }, reply: { status: 400 } },
  ])
})

test('the control port speaks TLS, too', async () => {
  await using fakes = await startToy({ tls })
  await using control = await startControl({ fakes, tls, version: '1.2.3' })
  expect(control.url).toMatch(/^https:/)
  const health = await fetch(`${control.url}/health`, { dispatcher: trusting })
  expect(await health.json()).toMatchObject({ status: 'ok' })
})

test('a client that does not trust it sends nothing that could be recorded', async () => {
  await using fakes = await startToy({ tls })
  const untrusting = new Agent()
  const said = sayOver(fakes.baseUrl('openai'), { text: 'hi' }, untrusting)
  await expect(said).rejects.toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } })
  await untrusting.close()
  expect(fakes.journal.exchanges()).toEqual([])
})

test('plain HTTP is hung up on', async () => {
  await using fakes = await startToy({ tls })
  const socket = connect(Number(new URL(fakes.baseUrl('openai')).port), '127.0.0.1')
  socket.on('error', () => {}).resume()
  socket.write('GET /v1/say/1 HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'close')
  expect(fakes.journal.exchanges()).toEqual([])
})

test('a connection that never shakes hands does not hold up the end', async () => {
  const fakes = await startToy({ tls })
  const socket = connect(Number(new URL(fakes.baseUrl('openai')).port), '127.0.0.1')
  const closed = once(
    socket.on('error', () => {}),
    'close',
  )
  await once(socket, 'connect')
  await fakes[Symbol.asyncDispose]()
  await closed
})

test.each(['reset', 'close'] as const)('a cut by %s ends the connection beneath', async (by) => {
  await using fakes = await startToy({ tls })
  const turn: Turn = { text: 'hi', faults: { cut: { after: 'request', by } } }
  fakes.script('t1', 0, [turn])
  const said = sayOver(fakes.baseUrl('openai', 't1'), {})
  await expect(said).rejects.toMatchObject({ cause: { code: by === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET' } })
  expect(fakes.faults).toEqual([])
})
