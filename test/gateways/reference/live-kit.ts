import { isRecord } from '../../../src/contract/pointer.ts'
import type { GatewayConfig, ModelConfig, TargetConfig } from '../../../src/gateways/reference/config.ts'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import {
  fakes as definitions,
  type Exchange,
  loadContracts,
  type Operation,
  type ProviderId,
  packagePath,
  type RunningFakes,
  type Surface,
  startFakes,
  type Turn,
} from '../../../src/index.ts'

const contracts = loadContracts(packagePath('contracts'))

/** What a client of this surface may be answered: OpenAI's own contract, whoever stands behind the gateway. */
const clientOperations: Readonly<Record<Surface, Operation>> = {
  'chat-completions': operationOf('createChatCompletion'),
  responses: operationOf('createResponse'),
  embeddings: operationOf('createEmbedding'),
}

function operationOf(id: string): Operation {
  const operation = contracts.get('openai')?.operations.find((candidate) => candidate.id === id)
  if (operation === undefined) throw new Error(`no operation ${id}`)
  return operation
}

/** What OpenAI's contract of the Responses API has against a reply, or against an event of a stream, in words. */
export function violationsOfResponse(value: unknown, kind: 'reply' | 'event'): readonly string[] {
  const { responses } = clientOperations
  const found = kind === 'event' ? responses.eventViolations(value) : responses.replyViolations(200, value)
  return found.map((violation) => JSON.stringify(violation))
}

const paths: Readonly<Record<Surface, string>> = {
  'chat-completions': '/v1/chat/completions',
  responses: '/v1/responses',
  embeddings: '/v1/embeddings',
}

export interface Asked {
  readonly client: Surface
  readonly target: Pick<TargetConfig, 'provider' | 'surface'> & Partial<TargetConfig>
  /** Without `model`. */
  readonly body: Readonly<Record<string, unknown>>
  readonly turns?: readonly Turn[]
  readonly model?: Partial<ModelConfig>
  readonly onUnsupported?: GatewayConfig['onUnsupported']
}

export interface Told {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The reply, or every event of a stream, parsed. */
  readonly parsed: readonly Record<string, unknown>[]
  /** What OpenAI's contract has against the reply, in words. */
  readonly violations: readonly string[]
  readonly upstream: readonly Exchange[]
  /** The last request that arrived, parsed. */
  readonly sent: Record<string, unknown>
}

/** The fakes of every provider, at level real. */
export function startProviders(): Promise<RunningFakes> {
  return startFakes({ definitions, contracts, seed: 'live' })
}

export const masterKey = 'sk-live-master'

const keys: Readonly<Record<ProviderId, string>> = {
  openai: 'sk-live-openai-0123456789',
  'azure-openai': 'a0123456789b0123456789',
  codex: 'sk-live-codex-0123456789',
}

let cases = 0

interface Opened extends AsyncDisposable {
  readonly url: string
  readonly token: string
}

/** A gateway of its own before the fakes, with the one alias `live`. */
export async function open(running: RunningFakes, asked: Omit<Asked, 'client' | 'body'>): Promise<Opened> {
  const token = `live${cases++}`
  const { provider } = asked.target
  running.allowKey(provider, keys[provider])
  if (asked.turns) running.script(token, 0, asked.turns)
  const gateway = await startReferenceGateway({
    listen: { host: '127.0.0.1', port: 0 },
    masterKey,
    users: [],
    models: [modelOf(asked, running.baseUrl(provider, token))],
    onUnsupported: asked.onUnsupported ?? 'refuse',
  })
  return { url: gateway.url, token, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() }
}

/** One request through a gateway of its own to the fakes. */
export async function ask(running: RunningFakes, asked: Asked): Promise<Told> {
  await using gateway = await open(running, asked)
  const reply = await fetch(`${gateway.url}${paths[asked.client]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${masterKey}` },
    body: JSON.stringify({ model: 'live', ...asked.body }),
  })
  const text = await reply.text()
  return toldOf(reply, text, asked, running.journal.exchanges({ token: gateway.token }))
}

function modelOf({ target, model }: Pick<Asked, 'target' | 'model'>, baseUrl: string): ModelConfig {
  const own = { baseUrl, apiKey: keys[target.provider], model: 'gpt-5.2-codex', ...target }
  return { ...own, alias: 'live', drop: [], defaults: {}, forwardHeaders: [], retries: 0, fallbacks: [], ...model }
}

function toldOf(reply: Response, text: string, { client }: Asked, upstream: readonly Exchange[]): Told {
  const operation = clientOperations[client]
  const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const parsed = isStream ? dataOf(text) : [objectIn(text)]
  const violations = parsed.flatMap((each) =>
    isStream ? operation.eventViolations(each) : operation.replyViolations(reply.status, each),
  )
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    parsed,
    violations: violations.map((violation) => JSON.stringify(violation)),
    upstream,
    sent: objectIn(upstream.at(-1)?.request.body.toString('utf8') ?? '{}'),
  }
}

function dataOf(stream: string): Record<string, unknown>[] {
  return [...stream.matchAll(/^data: (.*)$/gm)]
    .map(([, data = '']) => data)
    .filter((data) => data !== '[DONE]')
    .map(objectIn)
}

function objectIn(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  return isRecord(value) ? value : {}
}
