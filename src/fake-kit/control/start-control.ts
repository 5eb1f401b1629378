import { once } from 'node:events'
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { type Address, listenFault, originOf } from '../address.ts'
import type { RunningFakes } from '../fakes.ts'
import { type Listener, listen } from '../listener.ts'
import { answerControl, type TypedReply } from './answer-control.ts'
import { collectMetrics } from './metrics.ts'
import type { ControlReply, Premises } from './route.ts'
import { routes } from './routes.ts'

export interface StartControlOptions extends Partial<Address> {
  readonly fakes: RunningFakes
  /** Default: 127.0.0.1. Whoever reaches the control port may read every recorded request. */
  readonly host?: string
  /** Of Watertight. */
  readonly version: string
}

export interface RunningControl extends AsyncDisposable {
  readonly url: string
}

const requestMs = 10_000

/**
 * Serves the control port of running fakes; metrics are counted from now on.
 * @throws Fault E_PORT_IN_USE, E_PORT_REFUSED
 */
export async function startControl(options: StartControlOptions): Promise<RunningControl> {
  const { fakes, host = '127.0.0.1', port = 0, tls, version } = options
  const address = { host, port, tls }
  const metrics = collectMetrics(fakes)
  try {
    const listener = await listenForControl({ fakes, metrics, version }, address)
    return {
      url: originOf({ ...address, port: listener.port }),
      [Symbol.asyncDispose]: async () => {
        metrics[Symbol.dispose]()
        await listener.close()
      },
    }
  } catch (cause) {
    metrics[Symbol.dispose]()
    throw listenFault('the control port', address, cause)
  }
}

function listenForControl(premises: Premises, address: Address): Promise<Listener> {
  return listen({
    ...address,
    requestMs,
    onRequest: (incoming, outgoing, target) => {
      const gone = new AbortController()
      outgoing.on('close', () => gone.abort())
      void answerControl(routes, premises, incoming, target, gone.signal).then((answer) => write(outgoing, answer))
    },
    onMalformed: answerMalformed,
  })
}

async function write(outgoing: ServerResponse, { mediaType, reply }: TypedReply): Promise<void> {
  const isProblem = reply.kind === 'problem'
  const status = isProblem ? reply.problem.status : reply.status
  outgoing.setHeader('content-type', isProblem ? 'application/problem+json' : mediaType)
  outgoing.setHeader('cache-control', 'no-store')
  if (status === 405 && isProblem) outgoing.setHeader('allow', reply.problem.allowed?.join(', ') ?? '')
  outgoing.statusCode = status
  if (outgoing.req.method !== 'HEAD') {
    for (const piece of piecesOf(reply)) {
      if (outgoing.destroyed) return
      if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')])
    }
  }
  outgoing.end()
}

function piecesOf(reply: ControlReply): Iterable<string> {
  if (reply.kind === 'text') return reply.pieces
  return [JSON.stringify(reply.kind === 'json' ? reply.value : reply.problem)]
}

function answerMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
