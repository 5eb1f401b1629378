import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BridgeTable, readBridgeTable } from '../account/bridge-table.ts'
import { contractsRoot } from './package-root.ts'

/**
 * What becomes of which field between two surfaces, for every pair of surfaces that we hold.
 * @throws Fault | Faults of `readBridgeTable`
 */
export function bridgeTables(): readonly BridgeTable[] {
  const folder = join(contractsRoot, 'bridges')
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return files.toSorted().map((name) => readBridgeTable(join(folder, name)))
}
