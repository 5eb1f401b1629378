import { once } from 'node:events'
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Address } from './address.ts'
import type { HttpError } from './malformed-http.ts'
import { type HandshakeFailure, watchHandshakes } from './tls/handshakes.ts'
import { notePlainSockets } from './tls/plain-socket.ts'

export interface ListenerOptions extends Address {
  /** How long a request may take to arrive. */
  readonly requestMs: number
  onRequest(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void
  /** Bytes that are no HTTP request, or one that came too slowly. */
  onMalformed(error: HttpError, socket: Socket): void
  /** A TLS connection that came to nothing. Its socket is closed. */
  onHandshakeFailure?(failure: HandshakeFailure): void
}

export interface Listener {
  readonly port: number
  /** Ends every connection, at once. */
  close(): Promise<void>
}

/**
 * Node's own server: nothing may answer, refuse or read a request before it is recorded, and a framework that is kept
 * from all of that costs a tenth of a second at every start, ten megabytes, and its part of each request.
 * @throws the listen error, for example EADDRINUSE
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const server = serverOf(options)
  const endSockets = socketEnder(server)
  if (options.tls !== undefined) {
    notePlainSockets(server)
    watchHandshakes(server, (failure) => options.onHandshakeFailure?.(failure))
  }
  // Node leaves out those above 2000, without a word; their size is limited anyway.
  server.maxHeadersCount = 0
  // Else Node itself would answer an expectation that it does not know, and nobody would hear of it.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('clientError', options.onMalformed)
  server.listen(options.port, options.host)
  await once(server, 'listening')
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      endSockets()
    })
  return { port: portOf(server.address()), close }
}

/** Gateways keep their connections; a server that ends them too early answers some requests with a reset. */
const keepAliveMs = 72_000

function serverOf({ requestMs, tls, onRequest }: ListenerOptions): HttpServer | HttpsServer {
  const settings = {
    // A request without it is recorded and judged like any other.
    requireHostHeader: false,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: Math.min(1000, requestMs),
    keepAliveTimeout: keepAliveMs,
  }
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    onRequest(incoming, outgoing, incoming.url ?? '')
  return tls === undefined
    ? createHttpServer(settings, serve)
    : createHttpsServer({ ...settings, ...tls, handshakeTimeout: requestMs }, serve)
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
