import type { Surface } from '../../contract/surface.ts'
import type { StartedGateway, UpstreamPlan } from '../adapter.ts'
import { findExecutable } from '../process/find-executable.ts'
import { freePort } from '../process/free-port.ts'
import { type GatewayProcess, type ProcessPlan, startGatewayProcess } from '../process/gateway-process.ts'
import { executableOf } from './installation.ts'
import { installedVersion, refuseCompromised, runningVersion } from './version.ts'

export interface LitellmOptions {
  /** A `litellm` executable or the Python environment that has one. Default: `WATERTIGHT_LITELLM`, then PATH. */
  readonly executable?: string
  /** The operator's environment; LiteLLM itself sees only its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>
}

const paths: Readonly<Record<Surface, string>> = {
  'chat-completions': '/v1/chat/completions',
  responses: '/v1/responses',
  embeddings: '/v1/embeddings',
}

/** Python imports all of LiteLLM before it listens: ten seconds on an idle machine, a minute on a busy one. */
export const readyWithinMs = 180_000

/** Where a program of that installation is about to be started. */
export interface Place {
  /** The `litellm` executable. */
  readonly executable: string
  readonly origin: string
  /** PATH of the operator. */
  readonly path: string | undefined
}

/**
 * Starts what `planAt` makes of an installation of LiteLLM, once that is known not to be a compromised one.
 * @throws Fault E_GATEWAY_COMPROMISED | E_GATEWAY_NOT_FOUND | E_GATEWAY_DIED | E_GATEWAY_NOT_READY
 */
export async function startLitellm(
  options: LitellmOptions,
  { masterKey }: UpstreamPlan,
  planAt: (place: Place) => ProcessPlan,
  signal: AbortSignal,
): Promise<StartedGateway> {
  const path = options.env['PATH']
  const setting = executableOf(options.executable ?? options.env['WATERTIGHT_LITELLM'])
  const executable = findExecutable(setting, path) ?? setting
  const installed = installedVersion(executable)
  refuseCompromised(installed)
  const origin = `http://127.0.0.1:${await freePort()}`
  const gateway = await startGatewayProcess(planAt({ executable, origin, path }), signal)
  return {
    version: installed ?? (await versionOf(gateway, origin, masterKey)),
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
