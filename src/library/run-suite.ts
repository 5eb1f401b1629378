import { randomBytes } from 'node:crypto'
import { baselineReporter, withBaseline } from '../baseline/apply.ts'
import { readBaselineOf } from '../baseline/gateway-baseline.ts'
import { bundledScenarios, packageVersion } from '../cli/package-root.ts'
import { shellCommand } from '../cli/shell-words.ts'
import type { GatewayAdapter } from '../gateways/adapter.ts'
import type { RunReport } from '../report/run-report.ts'
import { loadScenarios } from '../scenario/load.ts'
import { type RunOptions, runSuite as runGivenSuite } from '../scenario/run.ts'
import { bundled } from './bundled.ts'
import { startFakes } from './start-fakes.ts'

/** Everything but the gateway has a default: all bundled scenarios, a seed of its own, eight cases at once, no reporter. */
export type SuiteOptions = Partial<RunOptions> & {
  readonly adapter: GatewayAdapter
  /** The file of what is known of the gateway. */
  readonly baseline?: string
}

/**
 * What `watertight run` does: drives every case through one gateway and judges it. Prints nothing; the report tells all.
 * @throws Fault | Faults of scenarios, of the gateway's start, of the journal's and the baseline's file, and E_CASE_UNKNOWN
 */
export async function runSuite({ baseline, ...options }: SuiteOptions): Promise<RunReport> {
  if (baseline === undefined) return await runGivenSuite(withDefaults(options))
  const known = readBaselineOf(options.adapter.id, baseline)
  const whole = withDefaults(options)
  const reporter = baselineReporter(whole.reporter, known.baseline, known.yaml.file)
  return withBaseline(await runGivenSuite({ ...whole, reporter }), known.baseline, known.yaml.file)
}

function withDefaults(options: Omit<SuiteOptions, 'baseline'>): RunOptions {
  const { adapter } = options
  const seed = options.seed ?? randomBytes(4).toString('hex')
  const contracts = options.contracts ?? bundled().contracts
  return {
    version: packageVersion(),
    scenarios: options.scenarios ?? loadScenarios(bundledScenarios, []),
    tables: options.tables ?? bundled().tables,
    startFakes: (wants) => startFakes({ ...wants, contracts }),
    concurrency: 8,
    command: commandAgain(adapter, seed),
    signal: new AbortController().signal,
    reporter: { end: () => undefined },
    ...options,
    contracts,
    seed,
  }
}

/**
 * How to run a gateway of this package again, without `--case`.
 * @param folder of the scenarios; absent: those of this package
 */
export function commandAgain({ id, defects = [] }: GatewayAdapter, seed: string, folder?: string): string {
  const scenarios = folder === undefined ? [] : ['--scenarios', folder]
  const switched = defects.flatMap((defect) => ['--defect', defect])
  return shellCommand(['watertight', 'run', '--gateway', id, ...scenarios, ...switched, '--seed', seed])
}
