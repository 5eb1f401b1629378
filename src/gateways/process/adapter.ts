import { dirname, resolve } from 'node:path'
import { Fault } from '../../contract/fault.ts'
import type { Surface } from '../../contract/surface.ts'
import type { Endpoint, GatewayAdapter, PlannedRoute, StartedGateway, UpstreamPlan } from '../adapter.ts'
import { profileOf } from './definition/profile.ts'
import { readGatewayDefinition } from './definition/read-definition.ts'
import { render, type Scope } from './definition/render.ts'
import { routeValues, textMembers } from './definition/values.ts'
import { findRunning } from './find-running.ts'
import { configurationValues, filesOf, requestValues, type Setting } from './setting.ts'
import { startProgram } from './start-program.ts'
import type { Supervised } from './supervise.ts'
import { versionAtPath } from './version.ts'

export interface FileGatewayOptions {
  /** A YAML file as `scenarios/gateways/gateway.schema.json` describes it. */
  readonly file: string
  /** Instead of the program that the file names. */
  readonly executable?: string
  /** What its recipe has made. */
  readonly installed?: { readonly version: string; readonly folder: string }
  /** The operator's environment; the gateway sees only its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Any gateway, from a YAML file. Starts nothing.
 * @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_GATEWAY_FILE, E_GATEWAY_TEMPLATE, E_OPTION_UNSUITED
 */
export function fileGatewayAdapter(options: FileGatewayOptions): GatewayAdapter {
  const setting = settingOf(options)
  const { id, addressing = 'alias', features, image, url } = setting.definition
  if (url !== undefined && options.executable !== undefined) {
    throw new Fault('E_OPTION_UNSUITED', `${setting.name} runs already, and no program is started`, {
      hint: 'Leave --executable out.',
    })
  }
  if (image !== undefined && options.executable !== undefined) {
    throw new Fault('E_OPTION_UNSUITED', `${setting.name} runs in a container of ${image}`, {
      hint: 'Leave --executable out, or write command: […] without image.',
    })
  }
  return {
    id,
    addressing,
    ...(url === undefined ? {} : { runsAlready: true }),
    features: new Set(features),
    profile: profileOf(setting.definition),
    start: (plan, signal) => (url === undefined ? start(setting, plan, signal) : find(setting, url, plan, signal)),
  }
}

/**
 * What `watertight plan` writes for a gateway that is started by somebody else: path to text.
 * @param dir where that will be
 * @throws as `fileGatewayAdapter` does
 */
export function gatewayFiles(options: FileGatewayOptions, dir: string, plan: UpstreamPlan): Record<string, string> {
  const setting = settingOf(options)
  const { url, port } = setting.definition
  return filesOf(setting.definition, configurationValues(setting, url ?? `http://127.0.0.1:${port ?? 4000}`, dir, plan))
}

function settingOf({ file, executable, installed, env }: FileGatewayOptions): Setting {
  const definition = readGatewayDefinition(file)
  const { id, name = id } = definition
  return { definition, name, file, here: dirname(resolve(file)), executable, installed, path: env['PATH'] }
}

interface Started {
  readonly origin: string
  readonly gateway: Supervised
  readonly version: string | undefined
}

/** Containers need a package that few have: it is loaded where one is asked for. */
async function startRunner(setting: Setting, plan: UpstreamPlan, signal: AbortSignal): Promise<Started> {
  const { command = [''], image } = setting.definition
  if (image === undefined) return await startProgram(setting, command, plan, signal)
  const { startImage } = await import('../container/start-image.ts')
  return await startImage(setting, image, plan, signal)
}

async function start(setting: Setting, plan: UpstreamPlan, signal: AbortSignal): Promise<StartedGateway> {
  const { origin, gateway, version } = await startRunner(setting, plan, signal)
  const scope = requestValues(origin, plan)
  try {
    return {
      version: version ?? (await toldVersion(setting, scope, origin, signal)),
      endpoint: (surface, route) => endpointOf(setting, scope, surface, route),
      logs: gateway.logs,
      died: gateway.died,
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    }
  } catch (cause) {
    await gateway[Symbol.asyncDispose]()
    throw cause
  }
}

async function find(
  setting: Setting,
  origin: string,
  plan: UpstreamPlan,
  signal: AbortSignal,
): Promise<StartedGateway> {
  await findRunning(setting, origin, signal)
  const scope = requestValues(origin, plan)
  return {
    version: await toldVersion(setting, scope, origin, signal),
    endpoint: (surface, route) => endpointOf(setting, scope, surface, route),
    logs: () => '',
    // Whoever has started it sees its end.
    died: new Promise(() => {}),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function toldVersion(setting: Setting, scope: Scope, origin: string, signal: AbortSignal): Promise<string> {
  const { definition, name, installed } = setting
  const { version } = definition
  if (version?.path === undefined) return installed?.version ?? 'unknown'
  return await versionAtPath({ name, definition: version, scope }, `${origin}${version.path}`, signal)
}

function endpointOf(
  { definition: { endpoints, model, headers }, name }: Setting,
  scope: Scope,
  surface: Surface,
  route: PlannedRoute | undefined,
): Endpoint {
  const inRoute = route === undefined ? scope : { ...scope, route: routeValues(route) }
  const url = render(endpoints[surface], inRoute)
  const named = route === undefined ? undefined : render(model, inRoute)
  if (typeof url === 'string') {
    const endpoint = { url, headers: textMembers(render(headers, inRoute)) }
    return typeof named === 'string' ? { ...endpoint, model: named } : endpoint
  }
  throw new Fault('E_GATEWAY_ENDPOINT', `${name} has no address for ${surface} on this route`, {
    hint: 'Use in its endpoint only what every route has.',
  })
}
