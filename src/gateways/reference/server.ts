import { pipeline } from 'node:stream/promises'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { surfaces } from '../../contract/surface.ts'
import type { ClientReply, ClientRequest, Gateway } from './call.ts'
import { refusalReply } from './client-reply.ts'
import { type Stages, serveCall, serveModels } from './pipeline.ts'
import { GatewayRefusal } from './refusal.ts'
import { pathOfSurface } from './stages/route.ts'

/** Room for a conversation with images and files in it. */
const bodyLimit = 64 * 1024 * 1024

/** The server of one gateway: it turns HTTP into calls, and replies into HTTP. Whatever a call means is the stages' business. */
export function createServer(gateway: Gateway, stages: Stages): FastifyInstance {
  const server = fastify({ bodyLimit, forceCloseConnections: true, exposeHeadRoutes: false })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
  for (const surface of surfaces) {
    server.post(`/v1${pathOfSurface[surface]}`, async (request, reply) => {
      await write(reply, await serveCall(stages, { ...requestOf(request, reply, gateway), surface }))
    })
  }
  server.get('/v1/models', async (request, reply) => {
    await write(reply, await serveModels(stages, requestOf(request, reply, gateway)))
  })
  server.get('/health', () => ({ status: 'ok' }))
  server.setNotFoundHandler(({ method, url }, reply) =>
    write(reply, refusalReply(new GatewayRefusal(404, { message: `Invalid URL (${method} ${url.split('?', 1)[0]})` }))),
  )
  server.setErrorHandler((error: FastifyError, _request, reply) => write(reply, refusalReply(refusalOf(error))))
  return server
}

function requestOf(request: FastifyRequest, reply: FastifyReply, gateway: Gateway): ClientRequest {
  const { localAddress, localPort, remoteAddress } = request.raw.socket
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return {
    gateway,
    url: `http://${localAddress}:${localPort}${request.url}`,
    peer: remoteAddress ?? '',
    headers: request.headers,
    bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    signal: gone.signal,
  }
}

/** Writes past the framework, so that the head and every piece go out when they are there, and a failing stream cuts the connection. */
async function write(reply: FastifyReply, { status, headers, body }: ClientReply): Promise<void> {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(status, headers)
  if (typeof body === 'string' || body instanceof Uint8Array) {
    raw.end(body)
    return
  }
  raw.flushHeaders()
  // Either end may go: the client is told by the cut, and nobody is left to tell when it was the client.
  await pipeline(body, raw).catch(() => {})
}

/** The framework's own faults: a body too large, of another type, or not whole. Any other is the gateway's, and stays inside. */
function refusalOf({ statusCode = 500, message }: FastifyError): GatewayRefusal {
  if (statusCode < 500) return new GatewayRefusal(statusCode, { message })
  return new GatewayRefusal(500, { message: 'The gateway failed. It is not the fault of the request.' })
}
