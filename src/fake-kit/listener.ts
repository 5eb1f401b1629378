import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Server, Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Address } from './address.ts'
import type { HttpError } from './malformed-http.ts'
import { notePlainSockets } from './tls/plain-socket.ts'

export interface ListenerOptions extends Address {
  /** How long a request may take to arrive. */
  readonly requestMs: number
  onRequest(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void
  /** Bytes that are no HTTP request, or one that came too slowly. */
  onMalformed(error: HttpError, socket: Socket): void
}

export interface Listener {
  readonly port: number
  /** Ends every connection, at once. */
  close(): Promise<void>
}

/**
 * Fastify up to its first hook, which takes the request over. Behind it Fastify ignores the bodies of some methods,
 * answers some content types by itself, and costs half as much again as Node's own server.
 * @throws the listen error, for example EADDRINUSE
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const app = appOf(options)
  const endSockets = socketEnder(app.server)
  if (options.tls !== undefined) notePlainSockets(app.server)
  // Node leaves out those above 2000, without a word; their size is limited anyway.
  app.server.maxHeadersCount = 0
  // Else Node itself would answer an expectation that it does not know, and nobody would hear of it.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  app.addHook('onRequest', (request, reply) => {
    reply.hijack()
    options.onRequest(request.raw, reply.raw, request.originalUrl)
  })
  try {
    await app.listen({ host: options.host, port: options.port })
  } catch (error) {
    await app.close()
    throw error
  }
  const close = async (): Promise<void> => {
    endSockets()
    await app.close()
  }
  return { port: portOf(app.server.address()), close }
}

function appOf({ requestMs, tls, onMalformed }: ListenerOptions): FastifyInstance {
  const settings = {
    // The router must not refuse a target for its escapes: whatever came is recorded and judged.
    rewriteUrl: () => '/',
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    requestTimeout: requestMs,
    clientErrorHandler: onMalformed,
  } as const
  const http = {
    // A request without it is recorded and judged like any other.
    requireHostHeader: false,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, requestMs),
  }
  return tls === undefined
    ? Fastify({ ...settings, http })
    : Fastify({ ...settings, https: { ...http, ...tls, handshakeTimeout: requestMs } })
}

/** Also those that have not shaken hands yet: a server that closes waits for them. */
function socketEnder(server: Server): () => void {
  const sockets = new Set<Socket>()
  let isEnding = false
  server.on('connection', (socket) => {
    if (isEnding) socket.destroy()
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return () => {
    isEnding = true
    for (const socket of sockets) socket.destroy()
  }
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0
}
