import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import Fastify from 'fastify'
import type { HttpError } from './malformed-http.ts'

export interface ListenerOptions {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
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
  const app = Fastify({
    // The router must not refuse a target for its escapes: whatever came is recorded and judged.
    rewriteUrl: () => '/',
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    return503OnClosing: false,
    requestTimeout: options.requestMs,
    http: {
      headersTimeout: options.requestMs,
      requestTimeout: options.requestMs,
      connectionsCheckingInterval: Math.min(1000, options.requestMs),
    },
    clientErrorHandler: options.onMalformed,
  })
  // Node leaves out those above 2000, without a word; their size is limited anyway.
  app.server.maxHeadersCount = 0
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
  return { port: portOf(app.server.address()), close: () => app.close() }
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0
}
