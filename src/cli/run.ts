import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { fakes } from '../../fakes/index.ts'
import { Fault } from '../contract/fault.ts'
import { loadContracts } from '../contract/load-contract.ts'
import { startFakes } from '../fake-kit/start-fakes.ts'
import type { Output } from '../report/reporter.ts'
import type { SuitePart } from '../report/run-report.ts'
import { fillScenario } from '../scenario/cells.ts'
import { loadScenarios } from '../scenario/load.ts'
import { type RunOptions, runSuite } from '../scenario/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { bridgeTables } from './bridge-tables.ts'
import { chosenAdapter } from './chosen-gateway.ts'
import type { Action, Arguments } from './command.ts'
import type { runOptions } from './commands.ts'
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import { fakePorts, fixedSeed } from './fake-ports.ts'
import { judgeAsideFor } from './judge-aside.ts'
import { bundledScenarios, contractsRoot, packageVersion } from './package-root.ts'
import { openReporters } from './report-outputs.ts'
import { type RunBaseline, runBaseline } from './run-baseline.ts'
import { casesOfShard, parseShard, type Shard } from './shard.ts'
import type { Shell } from './shell.ts'
import { shellCommand } from './shell-words.ts'

type Values = Arguments<typeof runOptions>['values']

const mostCasesAtOnce = 256

/** `watertight run` */
export const action: Action<typeof runOptions> = async ({ values, operands }, shell) => {
  const { seed = randomBytes(4).toString('hex') } = values
  const concurrency = concurrencyOf(values.concurrency)
  const adapter = await chosenAdapter(values, shell.env)
  if (adapter.runsAlready === true) fixedSeed(adapter, values.seed, values.fake ?? [])
  const settings = fakePorts(values.fake ?? [])
  const root = values.scenarios === undefined ? bundledScenarios : resolve(values.scenarios)
  const scenarios = loadScenarios(root, operands)
  const contracts = loadContracts(contractsRoot)
  const baseline = runBaseline(values.baseline, values['write-baseline'] === true, adapter.id, scenarios)
  const shard = values.shard === undefined ? undefined : parseShard(values.shard)
  const tables = bridgeTables()
  const chosen = shard === undefined ? values.case : casesOfShard(values.case ?? idsOf(scenarios), shard)
  await using judgeAside = judgeAsideFor(chosen ?? idsOf(scenarios), tables)
  using opened = openReporters(values.reporter ?? [], colorless(values, shell.out))
  const reporter = baseline.reporter(opened.reporter)
  const suite: RunOptions = {
    version: packageVersion(),
    scenarios,
    adapter,
    contracts,
    tables,
    startFakes: (options) => startFakes({ ...options, definitions: fakes, contracts, settings }),
    seed,
    concurrency,
    ...(judgeAside === undefined ? {} : { judgeAside }),
    ...(chosen === undefined ? {} : { caseFilter: chosen }),
    command: commandAgain(values, seed),
    ...(values.journal === undefined ? {} : { journalFile: values.journal }),
    signal: shell.interrupt.signal,
    part: partOf(shard, [...operands, ...(values.case ?? [])]),
    reporter,
  }
  return await runToExit(suite, shell, baseline)
}

function partOf(shard: Shard | undefined, only: readonly string[]): SuitePart {
  return { ...(shard === undefined ? {} : { shard }), ...(only.length === 0 ? {} : { only }) }
}

function idsOf(scenarios: readonly Scenario[]): readonly string[] {
  return scenarios.flatMap((scenario) => fillScenario(scenario).map(({ id }) => id))
}

/** A run that is ended before its gateway is ready has nothing to report; what it throws then is only an echo of the signal. */
async function runToExit(suite: RunOptions, { interrupt, err }: Shell, baseline: RunBaseline): Promise<ExitCode> {
  try {
    const report = await runSuite(suite)
    const seen = baseline.finish(report, err)
    return interrupt.exitCode() ?? exitCodeOf(seen)
  } catch (error) {
    suite.reporter.abandon?.()
    const code = interrupt.exitCode()
    if (code === undefined || error !== suite.signal.reason) throw error
    err.write('watertight: ended before anything was recorded\n')
    return code
  }
}

function concurrencyOf(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= mostCasesAtOnce) return value
  const hint = `Write a whole number from 1 to ${mostCasesAtOnce}.`
  throw new Fault('E_OPTION_VALUE', `--concurrency ${text} is not a number of cases`, { hint })
}

function colorless(values: Values, out: Output): Output {
  return values['no-color'] === true ? { ...out, color: false } : out
}

/** Everything that a case depends on; which case is added by whoever reports it. */
function commandAgain(values: Values, seed: string): string {
  const { gateway, executable, cache, scenarios, defect: defects = [], fake: ports = [] } = values
  const words = ['watertight', 'run', '--gateway', gateway]
  if (executable !== undefined) words.push('--executable', executable)
  if (cache !== undefined) words.push('--cache', cache)
  if (scenarios !== undefined) words.push('--scenarios', scenarios)
  words.push(...ports.flatMap((port) => ['--fake', port]), ...defects.flatMap((id) => ['--defect', id]), '--seed', seed)
  return shellCommand(words)
}
