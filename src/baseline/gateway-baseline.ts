import { Fault } from '../contract/fault.ts'
import { type BaselineFile, readBaseline } from './baseline.ts'

/**
 * A baseline that speaks of this gateway.
 * @throws Fault | Faults E_BASELINE_GATEWAY, and those of `readBaseline`
 */
export function readBaselineOf(gateway: string, path: string): BaselineFile {
  const read = readBaseline(path)
  if (read.baseline.gateway === gateway) return read
  throw new Fault('E_BASELINE_GATEWAY', `the baseline is of the gateway ${read.baseline.gateway}, not of ${gateway}`, {
    place: read.yaml.place(['gateway']),
    hint: 'Every gateway has a baseline of its own.',
  })
}
