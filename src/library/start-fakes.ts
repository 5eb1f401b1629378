import { fakes } from '../../fakes/index.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import { type StartFakesOptions, startFakes as startGivenFakes } from '../fake-kit/start-fakes.ts'
import { bundled } from './bundled.ts'

export type FakesOptions = Partial<StartFakesOptions>

/**
 * Serves every provider on a free port of the loopback interface, with the contracts of this package unless others are
 * given. Ends with `await using`.
 * @throws Fault | Faults E_PORT_IN_USE, E_PORT_REFUSED, E_CONTRACT_MISSING, E_RULE_UNKNOWN; then nothing runs
 */
export async function startFakes(options: FakesOptions = {}): Promise<RunningFakes> {
  const contracts = options.contracts ?? bundled().contracts
  return await startGivenFakes({ definitions: fakes, ...options, contracts })
}
