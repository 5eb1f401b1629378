import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { isRecord } from '../contract/pointer.ts'
import type { GatewayAdapter } from '../gateways/adapter.ts'
import { cacheFolder, findInstallation, installations } from '../gateways/install/cache.ts'
import type { InstallRecipe } from '../gateways/process/definition/recipe.ts'
import { gatewayNotInstalledFault } from '../gateways/process/faults.ts'
import { type GatewayEntry, gatewayEntry, type InstalledGateway, type Installs } from './gateway-table.ts'
import type { Shell } from './shell.ts'

/** What a command line says about the gateway. */
export interface GatewayValues {
  /** `portkey`, `portkey@1.15.2`, `mine.yaml` */
  readonly gateway: string
  readonly defect?: readonly string[]
  /** A program, or the folder of an installation. */
  readonly executable?: string
  readonly cache?: string
}

/** A gateway as people name it, with the version behind an `@`. */
export interface GatewayName {
  readonly name: string
  readonly version: string | undefined
}

export function gatewayName(text: string): GatewayName {
  const [, name = text, version] = /^(.+)@([^@/]*)$/.exec(text) ?? []
  return { name, version }
}

/**
 * The adapter of a gateway, with the program or the installation that was meant. Starts nothing.
 * @throws Fault E_GATEWAY_UNKNOWN, E_GATEWAY_NOT_INSTALLED, E_INSTALL_VERSION, E_OPTION_UNSUITED, and those of its file
 */
export async function chosenAdapter(values: GatewayValues, env: Shell['env']): Promise<GatewayAdapter> {
  const { gateway, defect: defects = [], executable } = values
  const { name, version } = gatewayName(gateway)
  const entry = gatewayEntry(name)
  if (defects.length > 0 && !entry.takes.defects) throw unsuited('--defect', gateway)
  if (executable !== undefined && (!entry.takes.executable || version !== undefined)) {
    throw unsuited('--executable', gateway)
  }
  const installs = await entry.installs()
  const folder = executable === undefined ? undefined : folderOf(executable, entry, installs)
  if (folder !== undefined) return await entry.adapter({ defects, executable: undefined, installed: folder, env })
  const installed = installedGateway(installs, version, values.cache, env)
  const { id, by } = installs
  // Told before anything else is started. What has code of its own may find its program elsewhere.
  if (installed === undefined && executable === undefined && entry.file !== undefined && typeof by !== 'string') {
    throw missing(id, by.version, values.cache, env)
  }
  return await entry.adapter({ defects, executable, installed, env })
}

/** A folder that was given instead of a program is an installation, where there is a recipe that makes such. */
function folderOf(executable: string, entry: GatewayEntry, { by }: Installs): InstalledGateway | undefined {
  const folder = resolve(executable)
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  if (!isFolder || entry.file === undefined || typeof by === 'string') return undefined
  return { folder, version: packagedVersion(folder, by), isAsked: true }
}

function packagedVersion(folder: string, recipe: InstallRecipe): string {
  try {
    const file = join(folder, 'node_modules', recipe.package, 'package.json')
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(manifest) ? String(manifest['version']) : 'unknown'
  } catch {
    return 'unknown'
  }
}

function installedGateway(
  { id, by }: Installs,
  version: string | undefined,
  cache: string | undefined,
  env: Shell['env'],
): InstalledGateway | undefined {
  if (typeof by === 'string') {
    if (version === undefined) return undefined
    throw new Fault('E_OPTION_UNSUITED', `Watertight installs no ${id}, and cannot choose its version`, { hint: by })
  }
  const found = findInstallation(cacheFolder(cache, env), id, version ?? by.version)
  if (found !== undefined) return { ...found, isAsked: version !== undefined }
  if (version === undefined) return undefined
  throw missing(id, version, cache, env)
}

function missing(id: string, version: string, cache: string | undefined, env: Shell['env']): Fault {
  const others = installations(cacheFolder(cache, env), id).map((each) => each.version)
  return gatewayNotInstalledFault(id, version, others)
}

function unsuited(option: string, gateway: string): Fault {
  return new Fault('E_OPTION_UNSUITED', `${option} means nothing to the gateway ${gateway}`, {
    hint: `Leave ${option} out, or choose another gateway with --gateway.`,
  })
}
