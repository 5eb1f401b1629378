import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { versionTextFault } from './faults.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A gateway that was installed whole. */
export interface Installation {
  readonly version: string
  readonly folder: string
}

/**
 * Where installed gateways are kept, one folder for each gateway and in it one for each version.
 * @param folder the one that was asked for; else `watertight/gateways` in the operator's cache
 */
export function cacheFolder(folder: string | undefined, env: Environment): string {
  if (folder !== undefined) return resolve(folder)
  const { XDG_CACHE_HOME: cache, HOME: home } = env
  // As the XDG specification has it, a relative one does not count.
  return join(cache?.startsWith('/') ? cache : join(home ?? '/', '.cache'), 'watertight', 'gateways')
}

/**
 * A folder has its name only once everything is in it.
 * @throws Fault E_INSTALL_VERSION
 */
export function installationFolder(cache: string, id: string, version: string): string {
  // A word such as `latest` would be another version tomorrow; anything else might be another folder.
  if (!/^v?\d[\w.+-]*$/.test(version)) throw versionTextFault(id, version)
  return join(cache, id, version)
}

/** @throws Fault E_INSTALL_VERSION */
export function findInstallation(cache: string, id: string, version: string): Installation | undefined {
  const folder = installationFolder(cache, id, version)
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? { version, folder } : undefined
}

/** All of this gateway, by version. */
export function installations(cache: string, id: string): readonly Installation[] {
  return names(join(cache, id))
    .filter((name) => !name.startsWith('.'))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((version) => ({ version, folder: join(cache, id, version) }))
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
