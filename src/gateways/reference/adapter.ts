import type { GatewayAdapter, PlannedRoute, PlannedTarget, StartedGateway, UpstreamPlan } from '../adapter.ts'
import { dropSignalHeader } from './client-reply.ts'
import type { GatewayConfig, ModelConfig, TargetConfig } from './config.ts'
import { pathOfSurface } from './stages/route.ts'
import { gatewayVersion } from './version.ts'

export interface ReferenceOptions {
  /** Ids of the real bugs to reproduce. */
  readonly defects?: readonly string[]
}

/** The bundled gateway, in this process, on a free port of the loopback interface. */
export function referenceAdapter({ defects = [] }: ReferenceOptions = {}): GatewayAdapter {
  return {
    id: 'reference',
    features: new Set([
      'surface:chat-completions',
      'surface:responses',
      'surface:embeddings',
      'provider:openai',
      'provider:azure-openai',
      'provider:codex',
      'bridge:chat-completions--responses',
      'bridge:responses--chat-completions',
      'stream',
      'drop:name',
      'drop:path',
      'virtual-users',
      'retries',
      'fallback',
      'route-defaults',
      'forward-headers',
    ]),
    profile: { documented: [], dropSignalHeader },
    defects,
    start: (plan, signal) => start(plan, defects, signal),
  }
}

async function start(plan: UpstreamPlan, defects: readonly string[], signal: AbortSignal): Promise<StartedGateway> {
  // Its HTTP client changes the process as it is loaded: whoever only names the gateway has nothing of it.
  const { startReferenceGateway } = await import('./gateway.ts')
  const gateway = await startReferenceGateway(configFor(plan), { defects, signal })
  return {
    version: gatewayVersion,
    endpoint: (surface) => ({ url: `${gateway.url}/v1${pathOfSurface[surface]}`, headers: {} }),
    logs: gateway.logs,
    // It lives as long as this process.
    died: new Promise(() => {}),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

function configFor(plan: UpstreamPlan): GatewayConfig {
  return {
    listen: { host: '127.0.0.1', port: 0 },
    masterKey: plan.masterKey,
    users: plan.users,
    models: plan.routes.map(modelOf),
    onUnsupported: 'refuse',
  }
}

function modelOf(route: PlannedRoute): ModelConfig {
  const { alias, drop, defaults, forwardHeaders, retries, fallbacks } = route
  return { ...targetOf(route), alias, drop, defaults, forwardHeaders, retries, fallbacks: fallbacks.map(targetOf) }
}

function targetOf({ provider, upstream, baseUrl, apiKey, model, apiVersion, accountId }: PlannedTarget): TargetConfig {
  return {
    ...{ provider, surface: upstream, baseUrl, apiKey, model },
    ...(apiVersion !== undefined && { apiVersion }),
    ...(accountId !== undefined && { accountId }),
  }
}
