import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { gatewayPortFault } from './faults.ts'

const attempts = 50

/**
 * A port of 127.0.0.1 on which nobody listens, for a process that cannot choose one itself and takes seconds to bind it.
 * The default candidates lie below the range from which kernels serve port 0 and outgoing connections, so that
 * nobody who asks for *any* port is given this one in the meantime.
 * @throws Fault E_GATEWAY_PORT when every candidate is taken
 */
export async function freePort(candidates: Iterable<number> = randomPorts()): Promise<number> {
  let last: unknown
  const tried: number[] = []
  for (const port of candidates) {
    tried.push(port)
    try {
      await bindOnce(port)
      return port
    } catch (cause) {
      last = cause
    }
  }
  throw gatewayPortFault(tried, last)
}

function* randomPorts(): Iterable<number> {
  for (let attempt = 0; attempt < attempts; attempt++) yield randomInt(20_000, 30_000)
}

function bindOnce(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve()))
  })
}
