import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../../contract/fault.ts'
import type { InstallRecipe } from '../process/definition/recipe.ts'
import { findInstallation, type Installation, installationFolder } from './cache.ts'
import { refusedFault } from './faults.ts'
import { moveScripts } from './move-scripts.ts'
import { type InstallSteps, installSteps } from './steps.ts'
import { runTool } from './tool.ts'

export interface InstallOrder {
  readonly id: string
  readonly recipe: InstallRecipe
  /** Exact; that of the recipe when absent. */
  readonly version: string | undefined
  /** As `cacheFolder` names it. */
  readonly cache: string
  /** The operator's environment: registries, mirrors and proxies are those of the operator's own npm and pip. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Installs a gateway beside its place and then gives it its name, so that what has the name is whole. What is there
 * already is left as it is.
 * @throws Fault E_INSTALL_VERSION | E_INSTALL_REFUSED | E_INSTALL_TOOL | E_INSTALL_FAILED | E_INSTALL_FOLDER
 * @throws the reason of `signal`
 */
export async function installGateway(order: InstallOrder, signal: AbortSignal): Promise<Installation> {
  const { id, recipe, cache } = order
  const version = order.version ?? recipe.version
  const folder = installationFolder(cache, id, version)
  const refusal = recipe.refused?.[version]
  if (refusal !== undefined) throw refusedFault(id, version, refusal, recipe.version)
  const found = findInstallation(cache, id, version)
  if (found !== undefined) return found
  const making = await folderBeside(folder)
  try {
    const steps = installSteps(recipe, version, making)
    await make(steps, making, order, signal)
    for (const scripts of steps.scriptFolders) await moveScripts(join(making, scripts), making, folder)
    await giveName(making, folder)
  } finally {
    await rm(making, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  return { version, folder }
}

async function folderBeside(folder: string): Promise<string> {
  try {
    await mkdir(dirname(folder), { recursive: true })
    return await mkdtemp(join(dirname(folder), '.making-'))
  } catch (cause) {
    const hint = 'Name another folder with --cache, or set XDG_CACHE_HOME.'
    throw new Fault('E_INSTALL_FOLDER', `${dirname(folder)} cannot be written`, { hint, cause })
  }
}

async function make(steps: InstallSteps, making: string, order: InstallOrder, signal: AbortSignal): Promise<void> {
  for (const [name, text] of Object.entries(steps.files)) {
    await mkdir(dirname(join(making, name)), { recursive: true })
    await writeFile(join(making, name), text)
  }
  for (const command of steps.commands) await runTool(command, making, order.env, signal)
}

async function giveName(making: string, folder: string): Promise<void> {
  try {
    await rename(making, folder)
  } catch (cause) {
    // Somebody else has installed the same in the meantime.
    const other = await stat(folder).catch(() => undefined)
    if (!other?.isDirectory()) throw cause
  }
}
