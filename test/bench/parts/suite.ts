import { bridgeTables } from '../../../src/cli/bridge-tables.ts'
import {
  fakes,
  loadContracts,
  loadScenarios,
  packagePath,
  referenceAdapter,
  runSuite,
  type Scenario,
  startFakes,
} from '../../../src/index.ts'
import { say, verdict } from '../say.ts'

const copies = [1, 4, 16]
/** So much more may a case cost in the largest suite than in the smallest. */
const targetGrowth = 1.5

/** What a case costs in the bundled suite, and in suites of copies of it. */
export async function measureSuite(): Promise<void> {
  const scenarios = loadScenarios(packagePath('scenarios'))
  say('suite: the bundled scenarios against the reference gateway')
  // The first run compiles contracts, scenarios and checks.
  await millisecondsACase(scenarios)
  const costs: number[] = []
  for (const count of copies) costs.push(await millisecondsACase(repeated(scenarios, count)))
  const growth = (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN)
  say(
    `  milliseconds a case, largest / smallest  ${growth.toFixed(2)}  ${verdict(growth <= targetGrowth, `at most ${targetGrowth}`)}\n`,
  )
}

function repeated(scenarios: readonly Scenario[], count: number): readonly Scenario[] {
  return Array.from({ length: count }, (_, copy) =>
    scenarios.map((scenario) => ({ ...scenario, id: `${scenario.id}-copy-${copy}` })),
  ).flat()
}

async function millisecondsACase(scenarios: readonly Scenario[]): Promise<number> {
  const contracts = loadContracts(packagePath('contracts'))
  const begin = performance.now()
  const { cases } = await runSuite({
    version: 'bench',
    scenarios,
    adapter: referenceAdapter({ defects: [] }),
    contracts,
    tables: bridgeTables(),
    startFakes: ({ journal, seed }) => startFakes({ definitions: fakes, contracts, journal, seed }),
    seed: 'bench',
    concurrency: 8,
    command: 'watertight run',
    signal: new AbortController().signal,
    reporter: { end: () => undefined },
  })
  const milliseconds = (performance.now() - begin) / cases.length
  say(`  ${String(cases.length).padStart(6)} cases  ${milliseconds.toFixed(2)} milliseconds each`)
  return milliseconds
}
