import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { GatewayAdapter } from '../../src/gateways/adapter.ts'

interface StubOptions {
  answer(request: IncomingMessage, reply: ServerResponse, server: Server): void
  /** Asked whenever somebody asks the gateway. Default: it never dies. */
  died?(): Promise<string>
}

/** A gateway that claims everything that `bridge/internal-metadata` needs, and answers as it is told. */
export function stubGateway({
  answer,
  died = () => new Promise(() => {}),
}: StubOptions): GatewayAdapter & { readonly ended: () => boolean } {
  let ended = false
  return {
    id: 'stub',
    features: new Set([
      'surface:chat-completions',
      'provider:openai',
      'bridge:chat-completions--responses',
      'stream',
      'virtual-users',
    ]),
    profile: { documented: [] },
    start: async () => {
      const server = createServer((request, reply) => answer(request, reply, server))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      return {
        version: '0',
        endpoint: () => ({ url: `http://127.0.0.1:${port}/v1`, headers: {} }),
        logs: () => '',
        get died() {
          return died()
        },
        [Symbol.asyncDispose]: async () => {
          ended = true
          server.closeAllConnections()
          await new Promise((resolve) => server.close(resolve))
        },
      }
    },
    ended: () => ended,
  }
}
