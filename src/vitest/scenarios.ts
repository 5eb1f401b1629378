import { beforeAll, describe, type RunnerTask, type TestContext, test } from 'vitest'
import { bundledScenarios } from '../cli/package-root.ts'
import type { GatewayAdapter } from '../gateways/adapter.ts'
import { commandAgain, runSuite } from '../library/run-suite.ts'
import type { RunReport } from '../report/run-report.ts'
import { fillScenario } from '../scenario/cells.ts'
import { loadScenarios } from '../scenario/load.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { failureOf, outsideFailure } from './case-failure.ts'

export interface ScenariosOptions {
  readonly gateway: GatewayAdapter
  /** Ids of scenarios, globs of ids (`bridge/**`) or paths of files. Default: all. */
  readonly files?: string | readonly string[]
  /** Where scenarios are. Default: those that come with Watertight. */
  readonly folder?: string
  /** The same seed mints the same secrets and ids. Default: `vitest`. */
  readonly seed?: string
  /** Cases under way at once. Default: 8. */
  readonly concurrency?: number
  /** For the whole run, in milliseconds. Default: 120 000. */
  readonly timeout?: number
}

/**
 * Registers a test for every case, named by the id that reports use, and one for what belongs to no case. The cases that
 * the runner was asked for are driven together, once, before the first of these tests.
 * @throws Fault | Faults of the scenario files, while tests are collected
 */
export function scenarios(options: ScenariosOptions): void {
  const { files = [], folder = bundledScenarios, gateway, timeout = 120_000 } = options
  const chosen = loadScenarios(folder, typeof files === 'string' ? [files] : files)
  let report: RunReport | undefined
  describe(`gateway ${gateway.id}`, () => {
    // biome-ignore lint/correctness/noEmptyPattern: the runner parses this function and wants a pattern here
    beforeAll(async ({}, suite) => {
      report = await drive(options, chosen, namesToRun(suite.tasks))
    }, timeout)
    for (const scenario of chosen) {
      describe(scenario.title, () => {
        for (const { id } of fillScenario(scenario)) test(id, (context) => tellCase(context, report, id))
      })
    }
    test('nothing is found outside of the cases', () => {
      const failure = outsideFailure(report)
      if (failure !== undefined) throw failure
    })
  })
}

function tellCase({ skip }: TestContext, report: RunReport | undefined, id: string): void {
  const found = report?.cases.find((each) => each.id === id)
  if (found?.outcome === 'not-applicable') skip(`the gateway does not claim ${found.lacks.join(', ')}`)
  const failure = failureOf(found, id)
  if (failure !== undefined) throw failure
}

/** Names of the tests that a filter of the runner leaves. */
function namesToRun(tasks: readonly RunnerTask[]): readonly string[] {
  return tasks.flatMap((task) => {
    if (task.type === 'suite') return namesToRun(task.tasks)
    return task.mode === 'run' || task.mode === 'queued' ? [task.name] : []
  })
}

async function drive(
  { concurrency = 8, folder, gateway, seed = 'vitest' }: ScenariosOptions,
  chosen: readonly Scenario[],
  names: readonly string[],
): Promise<RunReport | undefined> {
  const wanted = new Set(names)
  const cases = chosen.flatMap((scenario) => fillScenario(scenario).map(({ id }) => id)).filter((id) => wanted.has(id))
  if (cases.length === 0) return undefined
  const command = commandAgain(gateway, seed, folder)
  return await runSuite({ adapter: gateway, scenarios: chosen, seed, concurrency, caseFilter: cases, command })
}
