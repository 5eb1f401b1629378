import type { Defect } from '../gateways/reference/defects/defect.ts'
import type { RunReport } from '../report/run-report.ts'
import { fillScenario } from '../scenario/cells.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { DrilledDefect } from './drill-result.ts'

/** Runs these cases on a gateway with one defect. */
export type Drive = (defect: string, cases: readonly string[]) => Promise<RunReport>

/** Ways to find one defect. */
export interface Drill {
  /** Every case of every scenario. */
  whole(defect: Defect): Promise<DrilledDefect>
  /** Those scenarios that are made after the same bug; where they do not show all, the others as well. */
  quick(defect: Defect): Promise<DrilledDefect>
  /** The first and the last case of each: a bug that shows at all mostly shows at the ends of a matrix. */
  ends(defect: Defect, scenarios: readonly Scenario[]): Promise<DrilledDefect>
}

export function startDrill(scenarios: readonly Scenario[], drive: Drive): Drill {
  const cases = new Map(scenarios.map((scenario) => [scenario, fillScenario(scenario).map(({ id }) => id)]))
  const allOf = (some: readonly Scenario[]) => some.flatMap((scenario) => cases.get(scenario) ?? [])
  const endsOf = (some: readonly Scenario[]) =>
    some.flatMap((scenario) => {
      const ids = cases.get(scenario) ?? []
      return [...new Set([...ids.slice(0, 1), ...ids.slice(-1)])]
    })
  const run = async (defect: Defect, ids: readonly string[]) =>
    ids.length === 0 ? unseen(defect) : drilledFrom(defect, await drive(defect.id, ids))
  return {
    whole: (defect) => run(defect, allOf(scenarios)),
    ends: (defect, some) => run(defect, endsOf(some)),
    quick: async (defect) => {
      const akin = scenarios.filter(({ sources }) => sources.some((source) => defect.sources.includes(source)))
      const seen = await run(defect, allOf(akin))
      if (isCaught(seen)) return seen
      const others = scenarios.filter((scenario) => !akin.includes(scenario))
      const more = joined(seen, await run(defect, endsOf(others)))
      return isCaught(more) ? more : joined(more, await run(defect, without(allOf(others), endsOf(others))))
    },
  }
}

function isCaught({ names, tripped }: DrilledDefect): boolean {
  return names.every((check) => tripped.includes(check))
}

function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return ids.filter((id) => !known.has(id))
}

/** What two runs on the same defect found. */
export function joined(one: DrilledDefect, other: DrilledDefect): DrilledDefect {
  return {
    ...one,
    tripped: [...new Set([...one.tripped, ...other.tripped])],
    scenarios: [...new Set([...one.scenarios, ...other.scenarios])],
    failedCases: one.failedCases + other.failedCases,
    cases: one.cases + other.cases,
  }
}

function unseen({ id, trips }: Defect): DrilledDefect {
  return { id, names: trips, tripped: [], scenarios: [], failedCases: 0, cases: 0 }
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
