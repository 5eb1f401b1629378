import { dirname, join } from 'node:path'
import type { GatewayAdapter, UpstreamPlan } from '../adapter.ts'
import { deployments } from '../litellm/deployment.ts'
import {
  type LitellmOptions,
  type LitellmProgram,
  libraryFeatures,
  type Place,
  startLitellm,
} from '../litellm/start.ts'
import { realPath } from '../litellm/version.ts'
import { wrappedIds } from '../litellm/wrapped-ids.ts'
import { routesFile, server, serverFile } from './server.ts'

/** LiteLLM's library, without its proxy: a process of ours calls it for every request, with the route's settings. */
export function litellmSdkAdapter(options: LitellmOptions): GatewayAdapter {
  return {
    id: 'litellm-sdk',
    // It knows of no users, and what an application sets by default or tries next is the application's.
    features: new Set(libraryFeatures),
    profile: { documented: [wrappedIds] },
    start: (plan, signal) => startLitellm(options, plan, (place) => caller(place, plan), signal),
  }
}

function caller({ executable, host, port }: Place, plan: UpstreamPlan): LitellmProgram {
  return {
    name: "LiteLLM's library",
    // Of the environment that has `litellm`, and with it the library; a link to it lies beside another Python, or none.
    executable: executable.includes('/') ? join(dirname(realPath(executable)), 'python3') : executable,
    args: [serverFile, host, port],
    files: { [serverFile]: server, [routesFile]: JSON.stringify(renderRoutes(plan)) },
    readyPath: '/health/readiness',
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
