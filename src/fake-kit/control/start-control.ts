import { once } from 'node:events'
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { hostInUrl, listenFault } from '../address.ts'
import type { RunningFakes } from '../fakes.ts'
import { type Listener, listen } from '../listener.ts'
import { answerControl, type TypedReply } from './answer-control.ts'
import { collectMetrics } from './metrics.ts'
import type { ControlReply, Premises } from './route.ts'
import { routes } from './routes.ts'

export interface StartControlOptions {
  readonly fakes: RunningFakes
  /** Default: 127.0.0.1. Whoever reaches the control port may read every recorded request. */
  readonly host?: string
  /** 0, the default: any free port. */
  readonly port?: number
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
  const { fakes, host = '127.0.0.1', port = 0, version } = options
  const metrics = collectMetrics(fakes.journal)
  try {
    const listener = await listenForControl({ fakes, metrics, version }, host, port)
    return {
      url: `http://${hostInUrl(host)}:${listener.port}`,
      [Symbol.asyncDispose]: async () => {
        metrics[Symbol.dispose]()
        await listener.close()
      },
    }
  } catch (cause) {
    metrics[Symbol.dispose]()
    throw listenFault('the control port', host, port, cause)
  }
}

function listenForControl(premises: Premises, host: string, port: number): Promise<Listener> {
  return listen({
    host,
    port,
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
