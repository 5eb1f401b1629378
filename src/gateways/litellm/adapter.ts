import type { Surface } from '../../contract/surface.ts'
import type { Feature, GatewayAdapter, Profile, StartedGateway, UpstreamPlan } from '../adapter.ts'
import { findExecutable } from '../process/find-executable.ts'
import { freePort } from '../process/free-port.ts'
import { type GatewayProcess, type ProcessPlan, startGatewayProcess } from '../process/gateway-process.ts'
import { authHook, authHookFile, callersFile } from './auth-hook.ts'
import { renderCallers, renderConfig } from './config.ts'
import { executableOf, installHint } from './installation.ts'
import { installedVersion, refuseCompromised, runningVersion } from './version.ts'

export interface LitellmOptions {
  /** A `litellm` executable or the Python environment that has one. Default: `WATERTIGHT_LITELLM`, then PATH. */
  readonly executable?: string
  /** The operator's environment; LiteLLM itself sees only its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>
}

// Not `forward-headers`: LiteLLM passes on all of a client's x- headers or none, never those of a list.
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
  'virtual-users',
  'retries',
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

const paths: Readonly<Record<Surface, string>> = {
  'chat-completions': '/v1/chat/completions',
  responses: '/v1/responses',
  embeddings: '/v1/embeddings',
}

/** Python imports all of LiteLLM before it listens: ten seconds on an idle machine, a minute on a busy one. */
const readyWithinMs = 180_000

/** LiteLLM's proxy, from PyPI: without a database, with identities from an auth hook, with no network but the providers. */
export function litellmAdapter(options: LitellmOptions): GatewayAdapter {
  return {
    id: 'litellm',
    features,
    profile,
    start: (plan, signal) => start(options, plan, signal),
  }
}

async function start(options: LitellmOptions, plan: UpstreamPlan, signal: AbortSignal): Promise<StartedGateway> {
  const path = options.env['PATH']
  const setting = executableOf(options.executable ?? options.env['WATERTIGHT_LITELLM'])
  const executable = findExecutable(setting, path) ?? setting
  const installed = installedVersion(executable)
  refuseCompromised(installed)
  const origin = `http://127.0.0.1:${await freePort()}`
  const gateway = await startGatewayProcess(processPlan(executable, origin, plan, path), signal)
  return {
    version: installed ?? (await versionOf(gateway, origin, plan.masterKey)),
    endpoint: (surface) => ({ url: `${origin}${paths[surface]}`, headers: {} }),
    logs: gateway.logs,
    died: gateway.died,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

async function versionOf(gateway: GatewayProcess, origin: string, masterKey: string): Promise<string> {
  const version = await runningVersion(origin, masterKey)
  try {
    refuseCompromised(version)
    return version ?? 'unknown'
  } catch (cause) {
    await gateway[Symbol.asyncDispose]()
    throw cause
  }
}

function processPlan(executable: string, origin: string, plan: UpstreamPlan, path: string | undefined): ProcessPlan {
  const { hostname, port } = new URL(origin)
  return {
    name: 'LiteLLM',
    executable,
    args: ['--config', 'config.yaml', '--host', hostname, '--port', port],
    path,
    environment: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONUNBUFFERED: '1' },
    files: {
      // JSON, because LiteLLM's YAML 1.1 parser takes a bare `on` or `no` for a boolean.
      'config.yaml': JSON.stringify(renderConfig(plan), null, 2),
      [authHookFile]: authHook,
      [callersFile]: JSON.stringify(renderCallers(plan)),
    },
    readiness: { url: `${origin}/health/liveliness`, status: 200, withinMs: readyWithinMs },
    install: installHint,
  }
}
