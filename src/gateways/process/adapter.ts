import { dirname, resolve } from 'node:path'
import { Fault } from '../../contract/fault.ts'
import type { Surface } from '../../contract/surface.ts'
import type { Endpoint, GatewayAdapter, PlannedRoute, StartedGateway, UpstreamPlan } from '../adapter.ts'
import type { GatewayDefinition } from './definition/definition.ts'
import { profileOf } from './definition/profile.ts'
import { readGatewayDefinition } from './definition/read-definition.ts'
import { render, renderLines, type Scope } from './definition/render.ts'
import { routeValues, runValues, textMembers } from './definition/values.ts'
import { gatewayNotFoundFault } from './faults.ts'
import { findExecutable } from './find-executable.ts'
import { freePort } from './free-port.ts'
import { type GatewayProcess, type ProcessPlan, startGatewayProcess } from './gateway-process.ts'
import { versionAtPath, versionByCommand } from './version.ts'

export interface FileGatewayOptions {
  /** A YAML file as `scenarios/gateways/gateway.schema.json` describes it. */
  readonly file: string
  /** Instead of the program that the file names. */
  readonly executable?: string
  /** The operator's environment; the gateway sees only its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A definition and how it is to be started. */
interface Setting {
  readonly definition: GatewayDefinition
  /** As messages call it. */
  readonly name: string
  /** The folder of its file. */
  readonly here: string
  readonly executable: string | undefined
  /** PATH of the operator. */
  readonly path: string | undefined
}

/**
 * Any gateway that is a program, from a YAML file. Starts nothing.
 * @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_GATEWAY_FILE, E_GATEWAY_TEMPLATE
 */
export function fileGatewayAdapter({ file, executable, env }: FileGatewayOptions): GatewayAdapter {
  const definition = readGatewayDefinition(file)
  const { id, name = id, addressing = 'alias', features } = definition
  const here = dirname(resolve(file))
  const setting = { definition, name, here, executable, path: env['PATH'] }
  return {
    id,
    addressing,
    features: new Set(features),
    profile: profileOf(definition),
    start: (plan, signal) => start(setting, plan, signal),
  }
}

async function start(setting: Setting, plan: UpstreamPlan, signal: AbortSignal): Promise<StartedGateway> {
  const { definition, here } = setting
  const told = await toldBefore(setting, signal)
  const port = await freePort(definition.port === undefined ? undefined : [definition.port])
  const origin = `http://127.0.0.1:${port}`
  const inRequest = { port, origin, 'master-key': plan.masterKey }
  const inProcess = (dir: string): Scope => runValues({ ...inRequest, here, dir }, plan)
  const gateway = await startGatewayProcess((dir) => processPlan(setting, origin, inProcess(dir)), signal)
  return {
    version: told ?? (await toldAfter(setting, gateway, inRequest, signal)),
    endpoint: (surface, route) => endpointOf(setting, inRequest, surface, route),
    logs: gateway.logs,
    died: gateway.died,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

function processPlan(setting: Setting, origin: string, scope: Scope): ProcessPlan {
  const { definition, name, path } = setting
  const { ready, environment, install } = definition
  const [command, ...args] = wordsOf(definition.command, scope)
  const readiness = {
    url: `${origin}${ready.path}`,
    status: ready.status ?? 200,
    ...(ready.matches === undefined ? {} : { matches: new RegExp(ready.matches) }),
    withinMs: (ready['within-seconds'] ?? 30) * 1000,
  }
  return {
    name,
    executable: programOf(setting, command),
    args,
    path,
    environment: textMembers(render(environment, scope)),
    files: filesOf(definition, scope),
    readiness,
    install: install ?? defaultInstall,
  }
}

const defaultInstall = 'Install it, name it in command of the file, or give its path with --executable.'

function filesOf({ files = {} }: GatewayDefinition, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, { json, text }]) => [
      name,
      text === undefined ? `${JSON.stringify(render(json, scope), null, 2)}\n` : renderLines(text, scope),
    ]),
  )
}

/** The version as a command tells it, before anything is started that may have to be refused. */
async function toldBefore(setting: Setting, signal: AbortSignal): Promise<string | undefined> {
  const { definition, name, here, path } = setting
  const { version, environment, install = defaultInstall } = definition
  if (version?.command === undefined) return undefined
  const scope = { here }
  const [command, ...args] = wordsOf(version.command, scope)
  const program = command === definition.command[0] ? programOf(setting, command) : inFolder(here, command)
  const executable = findExecutable(program, path)
  if (executable === undefined) throw gatewayNotFoundFault(name, program, install)
  const plain = textMembers(render(environment, scope))
  return await versionByCommand(
    { name, definition: version, scope },
    { executable, args, path, environment: plain },
    signal,
  )
}

async function toldAfter(
  { definition: { version }, name }: Setting,
  gateway: GatewayProcess,
  scope: Scope,
  signal: AbortSignal,
): Promise<string> {
  if (version?.path === undefined) return 'unknown'
  try {
    return await versionAtPath(
      { name, definition: version, scope },
      `${String(scope['origin'])}${version.path}`,
      signal,
    )
  } catch (cause) {
    await gateway[Symbol.asyncDispose]()
    throw cause
  }
}

function endpointOf(
  { definition: { endpoints, headers }, name }: Setting,
  scope: Scope,
  surface: Surface,
  route: PlannedRoute | undefined,
): Endpoint {
  const inRoute = route === undefined ? scope : { ...scope, route: routeValues(route) }
  const url = render(endpoints[surface], inRoute)
  if (typeof url === 'string') return { url, headers: textMembers(render(headers, inRoute)) }
  throw new Fault('E_GATEWAY_ENDPOINT', `${name} has no address for ${surface} on this route`, {
    hint: 'Use in its endpoint only what every route has.',
  })
}

function wordsOf(command: readonly [string, ...string[]], scope: Scope): readonly [string, ...string[]] {
  const [first = '', ...rest] = command.flatMap((word) => render(word, scope) ?? []).map(String)
  return [first, ...rest]
}

function programOf({ executable, here }: Setting, command: string): string {
  return executable === undefined ? inFolder(here, command) : executable
}

/** A bare name is looked up in PATH. */
function inFolder(here: string, command: string): string {
  return command.includes('/') ? resolve(here, command) : command
}
