import { createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '../../../src/gateways/process/free-port.ts'

test('a free port can be bound at once', async () => {
  const port = await freePort()
  await using holder = await listen(port)
  expect(holder.port).toBe(port)
})

test('lies below the range from which the kernel serves port 0', async () => {
  expect(await freePort()).toBeLessThan(32_768)
})

test('skips a port on which somebody listens', async () => {
  await using taken = await listen(0)
  const free = await freePort()
  expect(await freePort([taken.port, free])).toBe(free)
})

test('is a fault when every candidate is taken', async () => {
  await using taken = await listen(0)
  await expect(freePort([taken.port])).rejects.toMatchObject({ code: 'E_GATEWAY_PORT', kind: 'usage' })
})

async function listen(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { port: portOf(server), [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port')
  return address.port
}
