import type { Surface } from '../../contract/surface.ts'
import type { Feature, StartedGateway, UpstreamPlan } from '../adapter.ts'
import { findExecutable } from '../process/find-executable.ts'
import { freePort } from '../process/free-port.ts'
import { type GatewayProcess, type ProcessPlan, startGatewayProcess } from '../process/gateway-process.ts'
import { executableOf, installHint } from './installation.ts'
import { installedVersion, refuseCompromised, runningVersion } from './version.ts'

export interface LitellmOptions {
  /** A `litellm` executable or the Python environment that has one. Default: `WATERTIGHT_LITELLM`, then PATH. */
  readonly executable?: string
  /** The operator's environment; LiteLLM itself sees only its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** What the library can do, whoever calls it: the proxy is one of its callers. */
export const libraryFeatures: readonly Feature[] = [
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
]

const paths: Readonly<Record<Surface, string>> = {
  'chat-completions': '/v1/chat/completions',
  responses: '/v1/responses',
  embeddings: '/v1/embeddings',
}

/** Python imports all of LiteLLM before it listens: ten seconds on an idle machine, a minute on a busy one. */
const readyWithinMs = 180_000

/** A program that an installation of LiteLLM runs. */
export interface LitellmProgram extends Pick<ProcessPlan, 'name' | 'executable' | 'args' | 'files'> {
  /** Answers 200 once everything else is served. */
  readonly readyPath: string
}

/** Where a program of an installation is about to be started. */
export interface Place {
  /** The `litellm` executable. */
  readonly executable: string
  /** Where it has to listen. */
  readonly host: string
  readonly port: string
}

/**
 * Starts a program of an installation of LiteLLM, once that is known not to be a compromised one.
 * @throws Fault E_GATEWAY_COMPROMISED | E_GATEWAY_NOT_FOUND | E_GATEWAY_DIED | E_GATEWAY_NOT_READY
 */
export async function startLitellm(
  options: LitellmOptions,
  { masterKey }: UpstreamPlan,
  programAt: (place: Place) => LitellmProgram,
  signal: AbortSignal,
): Promise<StartedGateway> {
  const path = options.env['PATH']
  const setting = executableOf(options.executable ?? options.env['WATERTIGHT_LITELLM'])
  const executable = findExecutable(setting, path) ?? setting
  const installed = installedVersion(executable)
  refuseCompromised(installed)
  const origin = `http://127.0.0.1:${await freePort()}`
  const { hostname: host, port } = new URL(origin)
  const program = programAt({ executable, host, port })
  const gateway = await startGatewayProcess(processPlan(program, origin, path), signal)
  return {
    version: installed ?? (await versionOf(gateway, origin, masterKey)),
    endpoint: (surface) => ({ url: `${origin}${paths[surface]}`, headers: {} }),
    logs: gateway.logs,
    died: gateway.died,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

function processPlan({ readyPath, ...program }: LitellmProgram, origin: string, path: string | undefined): ProcessPlan {
  return {
    ...program,
    path,
    environment: { LITELLM_LOCAL_MODEL_COST_MAP: 'True', PYTHONUNBUFFERED: '1' },
    readiness: { url: `${origin}${readyPath}`, status: 200, withinMs: readyWithinMs },
    install: installHint,
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
