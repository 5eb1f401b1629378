import { once } from 'node:events'
import { connect, createServer, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, test, vi } from 'vitest'
import { startControl } from '../../../src/fake-kit/control/start-control.ts'
import type { RunningFakes } from '../../../src/fake-kit/fakes.ts'
import { watchHandshakes } from '../../../src/fake-kit/tls/handshakes.ts'
import { mintTls } from '../../../src/fake-kit/tls/mint-tls.ts'
import { startToy } from '../toy-provider.ts'

const { authority, ...tls } = mintTls(['localhost', '127.0.0.1'])

interface Told {
  readonly provider: string
  readonly reason: string
  readonly hint: string
}

/** What is told of handshakes while the fakes run. */
function listenTo(fakes: RunningFakes): readonly Told[] {
  const told: Told[] = []
  fakes.onHandshakeFailure((provider, failure) => told.push({ provider, ...failure }))
  return told
}

function portOf(fakes: RunningFakes): number {
  return Number(new URL(fakes.baseUrl('openai')).port)
}

test('a client that speaks plain HTTP is told of with the way out', async () => {
  await using fakes = await startToy({ tls })
  const told = listenTo(fakes)
  const socket = connect(portOf(fakes), '127.0.0.1')
  socket.on('error', () => {}).resume()
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'close')
  expect(told).toEqual([
    { provider: 'openai', reason: 'spoke plain HTTP', hint: 'Give it a base URL that begins with https.' },
  ])
  expect(fakes.faults).toEqual([])
})

test('a client that hangs up over the certificate is told of, with how to make it trust', async () => {
  await using fakes = await startToy({ tls })
  const told = listenTo(fakes)
  const socket = connectTls({ port: portOf(fakes), host: '127.0.0.1' })
  await once(socket, 'error')
  await vi.waitFor(() => expect(told).toHaveLength(1))
  expect(told).toMatchObject([
    { reason: 'hung up before it asked for anything', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
  ])
})

test('a client that says why it hangs up is taken at its word', async () => {
  const server = createServer()
  const told: unknown[] = []
  watchHandshakes(server.listen(0, '127.0.0.1'), (failure) => told.push(failure))
  await once(server, 'listening')
  const alert = Object.assign(new Error('alert'), { code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA' })
  server.emit('tlsClientError', alert, new Socket())
  server.emit('tlsClientError', Object.assign(new Error('odd'), { code: 'ERR_SSL_ODD' }), new Socket())
  server.close()
  expect(told).toMatchObject([{ reason: 'does not trust the certificate' }, { reason: 'failed: ERR_SSL_ODD' }])
})

test('a client with no version of TLS in common is told of', async () => {
  await using fakes = await startToy({ tls })
  const told = listenTo(fakes)
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
  await once(connectTls({ port: portOf(fakes), host: '127.0.0.1', ca: authority, ...old }), 'error')
  await vi.waitFor(() => expect(told).toMatchObject([{ hint: 'Let it speak TLS 1.2 or 1.3.' }]))
})

test('a client that is answered is not told of, nor is what the end of the fakes cuts off', async () => {
  const fakes = await startToy({ tls })
  const told = listenTo(fakes)
  const socket = connectTls({ port: portOf(fakes), host: '127.0.0.1', ca: authority })
  socket.write('GET /v1/say/1 HTTP/1.1\r\nHost: x\r\nX-Key: k\r\nConnection: close\r\n\r\n')
  await once(socket.resume(), 'close')
  const idle = connectTls({ port: portOf(fakes), host: '127.0.0.1', ca: authority })
  await once(idle, 'secureConnect')
  const gone = once(
    idle.on('error', () => {}),
    'close',
  )
  await fakes[Symbol.asyncDispose]()
  await gone
  expect(told).toEqual([])
})

test('failed handshakes are counted for Prometheus', async () => {
  await using fakes = await startToy({ tls })
  await using plain = await startToy()
  await using control = await startControl({
    fakes: { ...plain, onHandshakeFailure: fakes.onHandshakeFailure },
    version: '1',
  })
  const socket = connect(portOf(fakes), '127.0.0.1')
  socket.on('error', () => {}).resume()
  socket.write('GET / HTTP/1.1\r\n\r\n')
  await once(socket, 'close')
  const metrics = await (await fetch(`${control.url}/metrics`)).text()
  expect(metrics).toContain('watertight_tls_handshakes_failed_total{provider="openai"} 1\n')
})
