import { once } from 'node:events'
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { Fault } from '../../contract/fault.ts'
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
      url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port}`,
      [Symbol.asyncDispose]: async () => {
        metrics[Symbol.dispose]()
        await listener.close()
      },
    }
  } catch (cause) {
    metrics[Symbol.dispose]()
    throw listenFault(host, port, cause)
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

function listenFault(host: string, port: number, cause: unknown): Fault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (code === 'EADDRINUSE') {
    return new Fault('E_PORT_IN_USE', `port ${port} of ${host} is in use; the control port needs it`, {
      hint: 'End what listens there, or choose another port (0 takes any free one).',
      cause,
    })
  }
  return new Fault('E_PORT_REFUSED', `the control port cannot listen on ${host} port ${port}: ${code}`, {
    hint: 'Choose an address of this machine and a port above 1023 (0 takes any free one).',
    cause,
  })
}
