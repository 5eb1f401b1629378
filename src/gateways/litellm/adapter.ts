import type { Feature, GatewayAdapter, Profile, UpstreamPlan } from '../adapter.ts'
import { authHook, authHookFile, callersFile } from './auth-hook.ts'
import { renderCallers, renderConfig } from './config.ts'
import { type LitellmOptions, type LitellmProgram, libraryFeatures, type Place, startLitellm } from './start.ts'
import { wrappedIds } from './wrapped-ids.ts'

// Not `forward-headers`: LiteLLM passes on all of a client's x- headers or none, never those of a list.
const features: ReadonlySet<Feature> = new Set<Feature>([
  ...libraryFeatures,
  'virtual-users',
  'fallback',
  'route-defaults',
])

const profile: Profile = {
  documented: [
    ...(['addition', 'alteration'] as const).map((kind) => ({
      field: '/stream_options/include_usage',
      kind,
      surfaces: { client: 'chat-completions', upstream: 'chat-completions' } as const,
      reason: 'newer versions ask for the usage of every stream, count it, and take it out again for the client',
      link: 'https://github.com/BerriAI/litellm/pull/35290',
    })),
    wrappedIds,
  ],
  exposures: [
    {
      header: 'x-litellm-model-api-base',
      roles: ['provider-url'],
      reason: 'names the base URL of the deployment that answered, for debugging',
      link: 'https://docs.litellm.ai/docs/proxy/response_headers',
    },
  ],
}

/** LiteLLM's proxy, from PyPI: without a database, with identities from an auth hook, with no network but the providers. */
export function litellmAdapter(options: LitellmOptions): GatewayAdapter {
  return {
    id: 'litellm',
    features,
    profile,
    start: (plan, signal) => startLitellm(options, plan, (place) => proxy(place, plan), signal),
  }
}

function proxy({ executable, host, port }: Place, plan: UpstreamPlan): LitellmProgram {
  return {
    name: 'LiteLLM',
    executable,
    args: ['--config', 'config.yaml', '--host', host, '--port', port],
    files: {
      // JSON, because LiteLLM's YAML 1.1 parser takes a bare `on` or `no` for a boolean.
      'config.yaml': JSON.stringify(renderConfig(plan), null, 2),
      [authHookFile]: authHook,
      [callersFile]: JSON.stringify(renderCallers(plan)),
    },
    readyPath: '/health/liveliness',
  }
}
