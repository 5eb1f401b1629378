import { createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { Journal } from '../../src/capture/journal.ts'
import { openSocket } from './raw-http.ts'
import { sayIt, startToy } from './toy-provider.ts'

test('a base URL has the token segment and the version path', async () => {
  const running = await startToy()
  expect(running.baseUrl('openai', 't1')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/~t1\/v1$/)
  expect(running.baseUrl('openai')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
  await running[Symbol.asyncDispose]()
})

test('a port in use is a fault that names it', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const start = startToy({ settings: { openai: { port } } })
  await expect(start).rejects.toMatchObject({
    code: 'E_PORT_IN_USE',
    kind: 'usage',
    message: `port ${port} of 127.0.0.1 is in use; the fake of openai needs it`,
  })
  await new Promise((resolve) => other.close(resolve))
})

test('an address that is none of this machine is a fault', async () => {
  await expect(startToy({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'E_PORT_REFUSED' })
})

test('ending the fakes ends every connection at once, also one within a request', async () => {
  const running = await startToy()
  const idle = await openSocket(running.baseUrl('openai'))
  const busy = await openSocket(running.baseUrl('openai'))
  busy.write('POST /v1/say HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
  const closed = [idle, busy].map((socket) => {
    socket.on('error', () => {})
    return new Promise((resolve) => socket.on('close', resolve))
  })
  const url = running.baseUrl('openai')
  await running[Symbol.asyncDispose]()
  await Promise.all(closed)
  await expect(fetch(url)).rejects.toThrow()
})

test('a request that does not arrive in time is ended', async () => {
  const running = await startToy({ limits: { requestMs: 100 } })
  const socket = await openSocket(running.baseUrl('openai'))
  socket.write('POST /v1/say HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{')
  const reply = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
  expect(reply.toString()).toMatch(/^HTTP\/1\.1 408 /)
  await vi.waitFor(() => expect(running.journal.exchanges()).toHaveLength(1))
  expect(running.journal.exchanges()[0]?.failure).toContain('ended the connection')
  await running[Symbol.asyncDispose]()
})

test('two hundred requests at once are answered and recorded each in its own case', async () => {
  const running = await startToy()
  const tokens = Array.from({ length: 200 }, (_, index) => `t${index}`)
  for (const token of tokens) running.script(token, 0, [{ text: `for ${token}` }])
  const replies = await Promise.all(tokens.map((token) => sayIt(running, { text: token }, token)))
  const said = await Promise.all(replies.map((reply) => reply.json()))
  expect(said).toEqual(tokens.map((token) => expect.objectContaining({ said: `for ${token}` })))
  await running.journal.settled({}, 5000)
  for (const token of tokens) {
    const [exchange, ...others] = running.journal.exchanges({ token })
    expect(exchange?.request.body.toString()).toBe(JSON.stringify({ text: token }))
    expect(others).toEqual([])
  }
  await running[Symbol.asyncDispose]()
})

test('a case is answered with the same bytes whatever other cases do', async () => {
  const alone = await startToy({ seed: 's' })
  const first = await (await sayIt(alone, { text: 'hi' }, 'mine')).text()
  const crowded = await startToy({ seed: 's' })
  await Promise.all(['a', 'b', 'c'].map((token) => sayIt(crowded, { text: 'hi' }, token)))
  expect(await (await sayIt(crowded, { text: 'hi' }, 'mine')).text()).toBe(first)
  await alone[Symbol.asyncDispose]()
  await crowded[Symbol.asyncDispose]()
})

test('exchanges go into the journal that was given, with the step of their case', async () => {
  const journal = new Journal()
  const running = await startToy({ journal })
  running.script('t1', 3, [])
  await sayIt(running, { text: 'hi' }, 't1')
  expect(journal.exchanges()).toMatchObject([{ hop: 'upstream', token: 't1', step: 3, attribution: 'path' }])
  await running[Symbol.asyncDispose]()
})

test('a fake for arbitrary clients takes any key', async () => {
  const running = await startToy({ keys: 'any' })
  const response = await fetch(`${running.baseUrl('openai')}/say/me`, { headers: { 'x-key': 'whatever' } })
  expect(response.status).toBe(200)
  await running[Symbol.asyncDispose]()
})
