import type { BridgeTable } from '../account/bridge-table.ts'
import { bridgeTables } from '../cli/bridge-tables.ts'
import { contractsRoot } from '../cli/package-root.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { loadContracts } from '../contract/load-contract.ts'
import type { ProviderId } from '../contract/surface.ts'

/** What this package knows of providers. */
export interface Bundled {
  readonly contracts: ReadonlyMap<ProviderId, ProviderContract>
  readonly tables: readonly BridgeTable[]
}

/** Compiled once for all: it takes longer than a thousand requests. */
let loaded: Bundled | undefined

export function bundled(): Bundled {
  loaded ??= { contracts: loadContracts(contractsRoot), tables: bridgeTables() }
  return loaded
}
