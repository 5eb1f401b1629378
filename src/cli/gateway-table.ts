import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Feature, GatewayAdapter } from '../gateways/adapter.ts'
import type { Installation } from '../gateways/install/cache.ts'
import type { LitellmOptions } from '../gateways/litellm/start.ts'
import type { InstallRecipe } from '../gateways/process/definition/recipe.ts'
import { findExecutable } from '../gateways/process/find-executable.ts'
import { knownIn } from './known-name.ts'
import { bundledGateways } from './package-root.ts'
import type { Shell } from './shell.ts'

/** What a command line may say about a gateway. */
export interface GatewayChoice {
  readonly defects: readonly string[]
  readonly executable: string | undefined
  /** What `gateways install` has made, where there is something. */
  readonly installed?: InstalledGateway | undefined
  readonly env: Shell['env']
}

export interface InstalledGateway extends Installation {
  /** Whether this version was named, and is not only the one that there is. */
  readonly isAsked: boolean
}

/** A gateway that can be put to the test by its name. */
export interface GatewayEntry {
  /** What it is. */
  title(): Promise<string>
  /** Which of the options that concern a gateway this one understands. */
  readonly takes: { readonly defects: boolean; readonly executable: boolean }
  /** The file that describes it, where there is one. */
  readonly file?: string
  /** By which id it is installed, and how: a recipe, or a sentence where somebody else has to do it. */
  installs(): Promise<Installs>
  /**
   * Loads the adapter's module, starts nothing.
   * @throws Fault E_GATEWAY_UNKNOWN_DEFECT
   */
  adapter(choice: GatewayChoice): Promise<GatewayAdapter>
}

export interface Installs {
  readonly id: string
  readonly by: InstallRecipe | string
}

/** What a gateway is and claims, for lists. */
export interface GatewayWords {
  readonly title: string
  readonly features: readonly Feature[]
}

export async function gatewayWords(entry: GatewayEntry): Promise<GatewayWords> {
  const [title, { features }] = await Promise.all([
    entry.title(),
    entry.adapter({ defects: [], executable: undefined, env: {} }),
  ])
  return { title, features: [...features].toSorted() }
}

/**
 * By the id of a gateway, or by the file that describes one.
 * @throws Fault E_GATEWAY_UNKNOWN
 */
export function gatewayEntry(name: string): GatewayEntry {
  return /\.ya?ml$/.test(name) ? fromFile(resolve(name)) : knownIn(gateways, name, 'gateway', 'E_GATEWAY_UNKNOWN')
}

function fromFile(file: string): GatewayEntry {
  const read = async () => {
    const { readGatewayDefinition } = await import('../gateways/process/definition/read-definition.ts')
    return readGatewayDefinition(file)
  }
  return {
    title: async () => (await read()).title ?? `described in ${file}`,
    file,
    takes: { defects: false, executable: true },
    installs: async () => {
      const { id, install = 'Its file does not say how to get it.' } = await read()
      return { id, by: install }
    },
    adapter: async ({ executable, installed, env }) => {
      const { fileGatewayAdapter } = await import('../gateways/process/adapter.ts')
      return fileGatewayAdapter({
        file,
        ...(executable === undefined ? {} : { executable }),
        ...(installed === undefined ? {} : { installed }),
        env,
      })
    },
  }
}

const reference: GatewayEntry = {
  title: async () => 'bundled, in process; its defects can be switched on',
  takes: { defects: true, executable: false },
  installs: async () => ({ id: 'reference', by: 'It is bundled: run --gateway reference.' }),
  adapter: async ({ defects }) => {
    const [{ referenceAdapter }, table] = await Promise.all([
      import('../gateways/reference/adapter.ts'),
      import('../gateways/reference/defects/index.ts'),
    ])
    for (const id of defects) knownIn(table.defects, id, 'defect', 'E_GATEWAY_UNKNOWN_DEFECT')
    return referenceAdapter({ defects })
  },
}

const litellm: GatewayEntry = {
  title: async () => 'LiteLLM proxy: --executable, else WATERTIGHT_LITELLM, else on PATH, else as installed',
  takes: { defects: false, executable: true },
  installs: async () => ({ id: 'litellm', by: (await import('../gateways/litellm/installation.ts')).installRecipe }),
  adapter: async (choice) => {
    const { litellmAdapter } = await import('../gateways/litellm/adapter.ts')
    return litellmAdapter(litellmOptions(choice))
  },
}

function litellmOptions({ executable, installed, env }: GatewayChoice): LitellmOptions {
  const isElsewhere = Boolean(env['WATERTIGHT_LITELLM']) || findExecutable('litellm', env['PATH']) !== undefined
  const chosen = executable ?? (installed?.isAsked === true || !isElsewhere ? installed?.folder : undefined)
  return { ...(chosen === undefined ? {} : { executable: chosen }), env }
}

const litellmSdk: GatewayEntry = {
  title: async () => "LiteLLM's library, called by a process of ours: as litellm",
  takes: { defects: false, executable: true },
  installs: litellm.installs,
  adapter: async (choice) => {
    const { litellmSdkAdapter } = await import('../gateways/litellm-sdk/adapter.ts')
    return litellmSdkAdapter(litellmOptions(choice))
  },
}

const direct: GatewayEntry = {
  title: async () => 'none at all: the client calls the fakes itself, the control of every check',
  takes: { defects: false, executable: false },
  installs: async () => ({ id: 'direct', by: 'There is nothing to install: run --gateway direct.' }),
  adapter: async () => (await import('../gateways/direct/adapter.ts')).directAdapter,
}

/** Every gateway by its id: those that need code, and each file of `scenarios/gateways`. */
export const gateways: Readonly<Record<string, GatewayEntry>> = {
  reference,
  litellm,
  'litellm-sdk': litellmSdk,
  ...bundledFiles(),
  direct,
}

function bundledFiles(): Record<string, GatewayEntry> {
  const files = readdirSync(bundledGateways).filter((name) => name.endsWith('.yaml'))
  return Object.fromEntries(
    files.toSorted().map((name) => [basename(name, '.yaml'), fromFile(join(bundledGateways, name))]),
  )
}
