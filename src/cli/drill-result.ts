/** What a suite found when one bug was switched on in the reference gateway. */
export interface DrilledDefect {
  readonly id: string
  /** Checks that have to notice it. */
  readonly names: readonly string[]
  /** Checks that found something in some case. */
  readonly tripped: readonly string[]
  /** Scenarios with a finding. */
  readonly scenarios: readonly string[]
  readonly failedCases: number
  readonly cases: number
}

/** What a drill proves, and what it leaves unproven. */
export interface DrillResult {
  readonly defects: readonly DrilledDefect[]
  /** Defects that some check they name did not notice, with those checks. */
  readonly missed: readonly { readonly defect: string; readonly checks: readonly string[] }[]
  /** Checks that no defect tripped: nobody knows that they can fail. */
  readonly idleChecks: readonly string[]
  /** Scenarios in which no defect was found. */
  readonly idleScenarios: readonly string[]
}

/** Pure. */
export function drillResult(
  defects: readonly DrilledDefect[],
  checks: readonly string[],
  scenarios: readonly string[],
): DrillResult {
  const tripped = new Set(defects.flatMap((each) => each.tripped))
  const shown = new Set(defects.flatMap((each) => each.scenarios))
  return {
    defects,
    missed: defects.flatMap(({ id, names, tripped: seen }) => {
      const blind = names.filter((check) => !seen.includes(check))
      return blind.length === 0 ? [] : [{ defect: id, checks: blind }]
    }),
    idleChecks: checks.filter((id) => !tripped.has(id)),
    idleScenarios: scenarios.filter((id) => !shown.has(id)),
  }
}
