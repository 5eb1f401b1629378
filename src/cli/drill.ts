import { resolve } from 'node:path'
import { fakes } from '../../fakes/index.ts'
import { checks } from '../checks/index.ts'
import { loadContracts } from '../contract/load-contract.ts'
import { startFakes } from '../fake-kit/start-fakes.ts'
import { referenceAdapter } from '../gateways/reference/adapter.ts'
import type { Defect } from '../gateways/reference/defects/defect.ts'
import { defects } from '../gateways/reference/defects/index.ts'
import { styleOf } from '../report/style.ts'
import { loadScenarios } from '../scenario/load.ts'
import { type RunOptions, runSuite } from '../scenario/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { bridgeTables } from './bridge-tables.ts'
import type { Action, Arguments } from './command.ts'
import type { drillOptions } from './commands.ts'
import { type Drive, joined, startDrill } from './drill-defect.ts'
import { type DrilledDefect, drillResult } from './drill-result.ts'
import { defectLine, matrixLines, scoreLines } from './drill-text.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { knownIn } from './known-name.ts'
import { bundledScenarios, contractsRoot, packageVersion } from './package-root.ts'
import { casesOfShard, parseShard } from './shard.ts'
import type { Shell } from './shell.ts'

type Values = Arguments<typeof drillOptions>['values']

/** `watertight drill` */
export const action: Action<typeof drillOptions> = async ({ values, operands }, shell) => {
  const root = values.scenarios === undefined ? bundledScenarios : resolve(values.scenarios)
  const scenarios = loadScenarios(root, operands)
  const style = styleOf(shell.out.color && values['no-color'] !== true)
  const drill = startDrill(scenarios, driver(scenarios, shell.interrupt.signal))
  const method = values['whole-suite'] === true ? drill.whole : drill.quick
  const drilled = new Map<string, DrilledDefect>()
  const stopped = () => shell.interrupt.signal.aborted
  const chosen = chosenDefects(values)
  for (const defect of chosen) {
    if (stopped()) return shell.interrupt.exitCode() ?? exitCodes.findings
    const seen = await method(defect)
    drilled.set(defect.id, seen)
    if (values.json !== true) shell.out.write(`${defectLine(seen, style)}\n`)
  }
  for (const defect of chosen) {
    const idle = idleScenarios(scenarios, drilled)
    if (stopped() || idle.length === 0 || values['whole-suite'] === true) break
    const seen = drilled.get(defect.id)
    if (seen !== undefined) drilled.set(defect.id, joined(seen, await drill.ends(defect, idle)))
  }
  return tell([...drilled.values()], scenarios, values, shell)
}

function idleScenarios(
  scenarios: readonly Scenario[],
  drilled: ReadonlyMap<string, DrilledDefect>,
): readonly Scenario[] {
  const shown = new Set([...drilled.values()].flatMap((each) => each.scenarios))
  return scenarios.filter(({ id }) => !shown.has(id))
}

function tell(
  drilled: readonly DrilledDefect[],
  scenarios: readonly Scenario[],
  values: Values,
  { out }: Shell,
): ExitCode {
  const ids = checks.map(({ id }) => id)
  const result = drillResult(
    drilled,
    ids,
    scenarios.map(({ id }) => id),
  )
  if (values.json === true) out.write(`${JSON.stringify(result, null, 2)}\n`)
  else {
    const score = scoreLines(result, ids.length, scenarios.length, out.columns)
    out.write(`${['', ...matrixLines(result, ids), '', ...score].join('\n')}\n`)
  }
  // A part of the defects cannot trip every check.
  const isWhole = values.defect === undefined && values.shard === undefined
  const isIdle = isWhole && result.idleChecks.length + result.idleScenarios.length > 0
  return result.missed.length > 0 || isIdle ? exitCodes.findings : exitCodes.clean
}

function chosenDefects({ defect: ids, shard }: Values): readonly Defect[] {
  const all = ids?.map((id) => knownIn(defects, id, 'defect', 'E_GATEWAY_UNKNOWN_DEFECT')) ?? Object.values(defects)
  if (shard === undefined) return all
  const own = casesOfShard(
    all.map(({ id }) => id),
    parseShard(shard),
  )
  return all.filter(({ id }) => own.includes(id))
}

/** Runs these cases on a gateway with one defect. */
function driver(scenarios: readonly Scenario[], signal: AbortSignal): Drive {
  const contracts = loadContracts(contractsRoot)
  const shared: Omit<RunOptions, 'adapter'> = {
    version: packageVersion(),
    scenarios,
    contracts,
    tables: bridgeTables(),
    startFakes: (options) => startFakes({ ...options, definitions: fakes, contracts }),
    seed: 'drill',
    concurrency: 8,
    command: 'watertight run',
    signal,
    reporter: { end: () => {} },
  }
  return (id, cases) => runSuite({ ...shared, caseFilter: cases, adapter: referenceAdapter({ defects: [id] }) })
}
