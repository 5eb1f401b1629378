import { resolve } from 'node:path'
import { fakes } from '../../fakes/index.ts'
import { checks } from '../checks/index.ts'
import { loadContracts } from '../contract/load-contract.ts'
import { startFakes } from '../fake-kit/start-fakes.ts'
import { referenceAdapter } from '../gateways/reference/adapter.ts'
import type { Defect } from '../gateways/reference/defects/defect.ts'
import { defects } from '../gateways/reference/defects/index.ts'
import type { RunReport } from '../report/run-report.ts'
import { styleOf } from '../report/style.ts'
import { fillScenario } from '../scenario/cells.ts'
import { loadScenarios } from '../scenario/load.ts'
import { type RunOptions, runSuite } from '../scenario/run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { bridgeTables } from './bridge-tables.ts'
import type { Action, Arguments } from './command.ts'
import type { drillOptions } from './commands.ts'
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
  const chosen = chosenDefects(values)
  const style = styleOf(shell.out.color && values['no-color'] !== true)
  const drive = driver(scenarios, values['all-cells'] === true, shell.interrupt.signal)
  const drilled: DrilledDefect[] = []
  for (const defect of chosen) {
    if (shell.interrupt.signal.aborted) return shell.interrupt.exitCode() ?? exitCodes.findings
    const seen = drilledFrom(defect, await drive(defect.id))
    drilled.push(seen)
    if (values.json !== true) shell.out.write(`${defectLine(seen, style)}\n`)
  }
  return tell(drilled, scenarios, values, shell)
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

/** Runs the suite on a gateway with one defect. A bug that shows at all mostly shows at the ends of a matrix. */
function driver(
  scenarios: readonly Scenario[],
  isWhole: boolean,
  signal: AbortSignal,
): (id: string) => Promise<RunReport> {
  const contracts = loadContracts(contractsRoot)
  const ends = scenarios.flatMap((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => id)
    return [...new Set([ids.at(0), ids.at(-1)])].filter((id) => id !== undefined)
  })
  const shared: Omit<RunOptions, 'adapter' | 'defects'> = {
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
    ...(isWhole ? {} : { caseFilter: ends }),
  }
  return (id) => runSuite({ ...shared, adapter: referenceAdapter({ defects: [id] }), defects: [id] })
}

function drilledFrom({ id, trips }: Defect, report: RunReport): DrilledDefect {
  const found = report.cases.filter(({ outcome }) => outcome === 'failed')
  const findings = [...report.findings, ...found.flatMap((each) => each.findings)]
  const tripped = new Set(findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check))
  return {
    id,
    names: trips,
    tripped: [...tripped],
    scenarios: [...new Set(found.map(({ scenario }) => scenario))],
    failedCases: found.length,
    cases: report.cases.length,
  }
}
