import { join, resolve } from 'node:path'
import type { GatewayAdapter } from '../gateways/adapter.ts'
import { knownIn } from './known-name.ts'
import { bundledGateways } from './package-root.ts'
import type { Shell } from './shell.ts'

/** What a command line may say about a gateway. */
export interface GatewayChoice {
  readonly defects: readonly string[]
  readonly executable: string | undefined
  readonly env: Shell['env']
}

/** A gateway that can be put to the test by its name. */
export interface GatewayEntry {
  readonly title: string
  /** Which of the options that concern a gateway this one understands. */
  readonly takes: { readonly defects: boolean; readonly executable: boolean }
  /** The file that describes it, where there is one. */
  readonly file?: string
  /**
   * Loads the adapter's module, starts nothing.
   * @throws Fault E_GATEWAY_UNKNOWN_DEFECT
   */
  adapter(choice: GatewayChoice): Promise<GatewayAdapter>
}

/**
 * By the id of a gateway, or by the file that describes one.
 * @throws Fault E_GATEWAY_UNKNOWN
 */
export function gatewayEntry(name: string): GatewayEntry {
  return /\.ya?ml$/.test(name) ? fromFile(resolve(name)) : knownIn(gateways, name, 'gateway', 'E_GATEWAY_UNKNOWN')
}

function fromFile(file: string): GatewayEntry {
  return {
    title: `described in ${file}`,
    file,
    takes: { defects: false, executable: true },
    adapter: async ({ executable, env }) => {
      const { fileGatewayAdapter } = await import('../gateways/process/adapter.ts')
      return fileGatewayAdapter({ file, ...(executable === undefined ? {} : { executable }), env })
    },
  }
}

/** Every gateway by its id. */
export const gateways: Readonly<Record<'reference' | 'litellm' | 'nginx' | 'direct', GatewayEntry>> = {
  reference: {
    title: 'bundled, in process; its defects can be switched on',
    takes: { defects: true, executable: false },
    adapter: async ({ defects }) => {
      const [{ referenceAdapter }, table] = await Promise.all([
        import('../gateways/reference/adapter.ts'),
        import('../gateways/reference/defects/index.ts'),
      ])
      for (const id of defects) knownIn(table.defects, id, 'defect', 'E_GATEWAY_UNKNOWN_DEFECT')
      return referenceAdapter({ defects })
    },
  },
  litellm: {
    title: 'a LiteLLM proxy installed with pip: --executable, else WATERTIGHT_LITELLM, else on PATH',
    takes: { defects: false, executable: true },
    adapter: async ({ executable, env }) => {
      const { litellmAdapter } = await import('../gateways/litellm/adapter.ts')
      return litellmAdapter({ ...(executable === undefined ? {} : { executable }), env })
    },
  },
  nginx: {
    ...fromFile(join(bundledGateways, 'nginx.yaml')),
    title: 'nginx as a proxy that passes everything on: --executable, else on PATH',
  },
  direct: {
    title: 'none at all: the client calls the fakes itself, the control of every check',
    takes: { defects: false, executable: false },
    adapter: async () => (await import('../gateways/direct/adapter.ts')).directAdapter,
  },
}
