import { pipeline } from 'node:stream/promises'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Surface } from '../../contract/surface.ts'
import { surfaces } from '../../contract/surface.ts'
import type { Arrival, ClientReply, Gateway } from './call.ts'
import { type Stages, serve } from './pipeline.ts'
import { GatewayRefusal } from './refusal.ts'
import { jsonReply } from './stages/reply.ts'
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
      const arrival = arrivalOf(request, reply, surface, gateway)
      await write(reply, await serve(stages, arrival))
    })
  }
  server.get('/v1/models', async (request, reply) => {
    const arrival = arrivalOf(request, reply, 'chat-completions', gateway)
    await write(reply, models(stages, arrival))
  })
  server.get('/health', () => ({ status: 'ok' }))
  server.setNotFoundHandler((request, reply) =>
    write(reply, refusalReply(404, `Invalid URL (${request.method} ${request.url.split('?', 1)[0]})`)),
  )
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500
    return write(
      reply,
      refusalReply(status, status < 500 ? error.message : 'The gateway failed. It is not your request.'),
    )
  })
  return server
}

function arrivalOf(request: FastifyRequest, reply: FastifyReply, surface: Surface, gateway: Gateway): Arrival {
  const { localAddress, localPort, remoteAddress } = request.raw.socket
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return {
    gateway,
    surface,
    url: `http://${localAddress}:${localPort}${request.url}`,
    peer: remoteAddress ?? '',
    headers: request.headers,
    bytes: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    signal: gone.signal,
  }
}

function models(stages: Stages, arrival: Arrival): ClientReply {
  try {
    stages.authenticate(arrival)
  } catch (error) {
    if (error instanceof GatewayRefusal) return stages.refuse(error, arrival)
    throw error
  }
  const data = arrival.gateway.config.models.map(({ alias }) => ({
    id: alias,
    object: 'model',
    created: 0,
    owned_by: 'gateway',
  }))
  return jsonReply(200, { object: 'list', data })
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

function refusalReply(status: number, message: string): ClientReply {
  return jsonReply(status, { error: new GatewayRefusal(status, { message }).error })
}
