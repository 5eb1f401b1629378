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
import { shellCommand } from './shell-words.ts'

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
  const [, name = text, version] = /^(.+)@([^@/]*)(?<!\.ya?ml)$/.exec(text) ?? []
  return { name, version }
}

/** What installs it, as a person would write it. */
export function installCommand(gateway: string, cache: string | undefined): string {
  return shellCommand(['watertight', 'gateways', 'install', gateway, ...cacheWords(cache)])
}

/** What a command has to say besides, where gateways are not kept in the usual place. */
export function cacheWords(cache: string | undefined): readonly string[] {
  return cache === undefined ? [] : ['--cache', cache]
}

/**
 * The adapter of a gateway, with the program or the installation that was meant. Starts nothing.
 * @throws Fault E_GATEWAY_UNKNOWN, E_GATEWAY_NOT_INSTALLED, E_INSTALL_VERSION, E_OPTION_UNSUITED, and those of its file
 */
export async function chosenAdapter(values: GatewayValues, env: Shell['env']): Promise<GatewayAdapter> {
  const { gateway, defect: defects = [], executable } = values
  const named = gatewayName(gateway)
  const entry = gatewayEntry(named.name)
  if (defects.length > 0 && !entry.takes.defects) throw unsuited('--defect', gateway)
  if (executable !== undefined && !entry.takes.executable) throw unsuited('--executable', gateway)
  if (executable !== undefined && named.version !== undefined) throw givenTwice(named)
  const installs = await entry.installs()
  const given = executable === undefined ? undefined : folderOf(executable, entry, installs)
  if (given !== undefined) return await entry.adapter({ defects, executable: undefined, installed: given, env })
  // Told before anything else is started. What has code of its own may find its program elsewhere.
  const isNeeded = named.version !== undefined || (executable === undefined && entry.file !== undefined)
  const installed = installedGateway(installs, named, isNeeded, values.cache, env)
  return await entry.adapter({ defects, executable, installed, env })
}

/** A folder that was given instead of a program is an installation, where there is a recipe that makes such. */
function folderOf(executable: string, entry: GatewayEntry, { by }: Installs): InstalledGateway | undefined {
  const folder = resolve(executable)
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
  if (!isFolder || entry.file === undefined || typeof by === 'string') return undefined
  return { folder, version: packagedVersion(folder, by) ?? 'unknown', isAsked: true }
}

function packagedVersion(folder: string, recipe: InstallRecipe): string | undefined {
  try {
    const file = join(folder, 'node_modules', recipe.package, 'package.json')
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const version = isRecord(manifest) ? manifest['version'] : undefined
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}

/** @param isNeeded whether it cannot do without */
function installedGateway(
  { id, by }: Installs,
  { name, version }: GatewayName,
  isNeeded: boolean,
  cache: string | undefined,
  env: Shell['env'],
): InstalledGateway | undefined {
  if (typeof by === 'string') {
    if (version === undefined) return undefined
    throw new Fault('E_OPTION_UNSUITED', `Watertight installs no ${id}, and cannot choose its version`, { hint: by })
  }
  const folder = cacheFolder(cache, env)
  const wanted = version ?? by.version
  const found = findInstallation(folder, id, wanted)
  if (found !== undefined) return { ...found, isAsked: version !== undefined }
  if (!isNeeded) return undefined
  const others = installations(folder, id).map((each) => each.version)
  throw gatewayNotInstalledFault(id, wanted, installCommand(`${name}@${wanted}`, cache), others)
}

function unsuited(option: string, gateway: string): Fault {
  return new Fault('E_OPTION_UNSUITED', `${option} means nothing to the gateway ${gateway}`, {
    hint: `Leave ${option} out, or choose another gateway with --gateway.`,
  })
}

function givenTwice({ name, version }: GatewayName): Fault {
  return new Fault('E_OPTION_UNSUITED', `--executable says what to start, and ${name}@${version} what was installed`, {
    hint: `Leave --executable out, or write --gateway ${name}.`,
  })
}
