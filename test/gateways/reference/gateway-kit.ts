import type { Pause } from '../../../src/gateways/reference/call.ts'
import type { GatewayConfig, ModelConfig } from '../../../src/gateways/reference/config.ts'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import { type Answer, startUpstream, type Upstream } from './upstream.ts'

export const masterKey = 'sk-master-0123456789'
export const providerKey = 'sk-provider-0123456789'

export const alice = {
  key: 'sk-alice-0123456789',
  userId: 'alice-id',
  email: 'alice@example.test',
  teamId: 'team-id',
  teamAlias: 'team-alias',
  orgId: 'org-id',
  keyAlias: 'key-alias',
  endUserId: 'end-user-id',
}

/** Aliases of the kit's models: one per upstream surface. */
export const embeddingsModel = 'an-embeddings-alias'
export const chatModel = 'a-chat-alias'
export const responsesModel = 'a-responses-alias'

export interface Rig extends AsyncDisposable {
  readonly url: string
  readonly upstream: Upstream
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>
}

export interface RigOptions {
  readonly defects?: readonly string[]
  readonly drop?: readonly string[]
  readonly onUnsupported?: GatewayConfig['onUnsupported']
  /** Of the base URL; default: a token and the version. */
  readonly basePath?: string
  /** Of every model, besides what the kit says. */
  readonly model?: Partial<ModelConfig>
  /** Default: no time passes. */
  readonly pause?: Pause
}

/** A gateway before a recording upstream. Requests are alice's unless a header says otherwise. */
export async function startRig(answer: Answer, options: RigOptions = {}): Promise<Rig> {
  const upstream = await startUpstream(answer)
  const { defects = [], pause = async () => {} } = options
  const gateway = await startReferenceGateway(configFor(upstream.origin, options), { defects, pause })
  return {
    url: gateway.url,
    upstream,
    post: (path, body, headers = {}) =>
      fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${alice.key}`, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]()
      await upstream[Symbol.asyncDispose]()
    },
  }
}

export function configFor(origin: string, options: RigOptions = {}): GatewayConfig {
  const model: Omit<ModelConfig, 'alias' | 'surface'> = {
    provider: 'openai',
    baseUrl: `${origin}${options.basePath ?? '/~t1/v1'}`,
    apiKey: providerKey,
    model: 'gpt-5.2-codex',
    drop: options.drop ?? [],
    defaults: {},
    forwardHeaders: [],
    retries: 0,
    fallbacks: [],
    ...options.model,
  }
  return {
    listen: { host: '127.0.0.1', port: 0 },
    masterKey,
    users: [alice],
    models: [
      { ...model, alias: embeddingsModel, surface: 'embeddings' },
      { ...model, alias: chatModel, surface: 'chat-completions' },
      { ...model, alias: responsesModel, surface: 'responses' },
    ],
    onUnsupported: options.onUnsupported ?? 'refuse',
  }
}
