import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { createControlClient } from '../../../src/fake-kit/control/client.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()

afterAll(() => controlled[Symbol.asyncDispose]())

test('a refusal is a fault with the words, the code and the hint of the server', async () => {
  const misspelt: object = { txt: 'x' }
  await expect(controlled.client.script('t', { turns: [misspelt] })).rejects.toMatchObject({
    name: 'Fault',
    code: 'E_CONTROL_BODY',
    message: expect.stringContaining('/turns/0/txt: unknown field. Did you mean "text"?'),
    hint: expect.stringContaining('Allowed: text, '),
  })
  await expect(controlled.client.journal({ case: 'tpyo' })).rejects.toMatchObject({
    code: 'E_CASE_UNKNOWN',
    message: 'There is no case tpyo.',
    hint: expect.stringContaining('POST /cases'),
  })
})

test('where nothing listens is a fault', async () => {
  const gone = await startControlled()
  const { client } = gone
  await gone[Symbol.asyncDispose]()
  await expect(client.health()).rejects.toMatchObject({ code: 'E_CONTROL_UNREACHABLE' })
})

test.each([
  ['something else', 200, 'text/html', '<html>'],
  ['JSON of another kind', 200, 'application/json', '{"status":"fine"}'],
  ['an error of something else', 502, 'application/json', '{"error":"bad gateway"}'],
  ['broken JSON', 200, 'application/json', '{'],
])('%s is told from a control port', async (_, status, type, body) => {
  const other = createServer((__, reply) => reply.writeHead(status, { 'content-type': type }).end(body))
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await expect(createControlClient(`http://127.0.0.1:${port}/`).health()).rejects.toMatchObject({
    code: 'E_CONTROL_REPLY',
  })
  other.close()
  other.closeAllConnections()
})

test('ending the control port ends who waits at it', async () => {
  const short = await startControlled()
  const waiting = short.client.wait({ timeout: 600_000 })
  const failed = expect(waiting).rejects.toMatchObject({ code: 'E_CONTROL_UNREACHABLE' })
  await short.client.health()
  await short[Symbol.asyncDispose]()
  await failed
})
