import { dirname, join } from 'node:path'
import type { Feature, GatewayAdapter, UpstreamPlan } from '../adapter.ts'
import { deployments } from '../litellm/deployment.ts'
import { installHint } from '../litellm/installation.ts'
import { type LitellmOptions, type Place, readyWithinMs, startLitellm } from '../litellm/start.ts'
import { wrappedIds } from '../litellm/wrapped-ids.ts'
import type { ProcessPlan } from '../process/gateway-process.ts'
import { routesFile, server, serverFile } from './server.ts'

// A library knows of no users, and what an application sets by default or tries next is the application's.
const features: ReadonlySet<Feature> = new Set<Feature>([
  'surface:chat-completions',
  'surface:responses',
  'surface:embeddings',
  'provider:openai',
  'provider:azure-openai',
  'bridge:chat-completions--responses',
  'bridge:responses--chat-completions',
  'stream',
  'drop:name',
  'drop:path',
  'retries',
])

/** LiteLLM's library, without its proxy: a process of ours calls it for every request, with the route's settings. */
export function litellmSdkAdapter(options: LitellmOptions): GatewayAdapter {
  return {
    id: 'litellm-sdk',
    features,
    profile: { documented: [wrappedIds] },
    start: (plan, signal) => startLitellm(options, plan, (place) => processPlan(place, plan), signal),
  }
}

function processPlan({ executable, origin, path }: Place, plan: UpstreamPlan): ProcessPlan {
  const { hostname, port } = new URL(origin)
  return {
    name: "LiteLLM's library",
    // Of the environment that has `litellm`, and with it the library.
    executable: executable.includes('/') ? join(dirname(executable), 'python3') : executable,
    args: [serverFile, hostname, port],
    path,
    environment: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONUNBUFFERED: '1' },
    files: { [serverFile]: server, [routesFile]: JSON.stringify(renderRoutes(plan)) },
    readiness: { url: `${origin}/health/readiness`, status: 200, withinMs: readyWithinMs },
    install: installHint,
  }
}

/** What the server reads. */
export interface SdkRoutes {
  /** The only one that it lets in. */
  readonly key: string
  /** Alias to the arguments that every call of the route gets, and that no client replaces. */
  readonly routes: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Model to what it is used for, where LiteLLM's own model list would decide otherwise. */
  readonly modes: Readonly<Record<string, string>>
}

export function renderRoutes({ masterKey, routes }: UpstreamPlan): SdkRoutes {
  const own = routes.flatMap((route) => deployments({ ...route, fallbacks: [] }))
  const modes = own.flatMap(({ litellm_params: { model }, model_info }) =>
    model_info === undefined ? [] : [[model, model_info.mode] as const],
  )
  return {
    key: masterKey,
    routes: Object.fromEntries(own.map(({ model_name, litellm_params }) => [model_name, litellm_params])),
    modes: Object.fromEntries(modes),
  }
}
