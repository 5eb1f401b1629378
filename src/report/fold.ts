import type { FindingGroup, ScenarioGroup } from './groups.ts'

/** A finding that another scenario of the same report tells in full. */
export interface Repeat {
  readonly finding: FindingGroup
  /** The id of that scenario. */
  readonly toldIn: string
}

/** A scenario's findings: those told here, and those that say the same as under another scenario. */
export interface FoldedGroup extends ScenarioGroup {
  readonly repeats: readonly Repeat[]
}

/**
 * One leak on a request path shows in every scenario that takes the path. It is told once, where least else is told, and
 * named elsewhere. The order of the groups stays.
 */
export function foldRepeats(groups: readonly ScenarioGroup[]): readonly FoldedGroup[] {
  const tellers = tellersOf(groups)
  return groups.map((group) => {
    const isTold = (finding: FindingGroup) => tellers.get(keyOf(finding)) === group
    return {
      ...group,
      findings: group.findings.filter(isTold),
      repeats: group.findings
        .filter((finding) => !isTold(finding))
        .map((finding) => ({ finding, toldIn: tellers.get(keyOf(finding))?.example.scenario ?? '' })),
    }
  })
}

/** For every finding the scenario with the fewest others beside it. */
function tellersOf(groups: readonly ScenarioGroup[]): ReadonlyMap<string, ScenarioGroup> {
  const tellers = new Map<string, ScenarioGroup>()
  for (const group of groups) {
    for (const key of group.findings.map(keyOf)) {
      const other = tellers.get(key)
      if (other === undefined || group.findings.length < other.findings.length) tellers.set(key, group)
    }
  }
  return tellers
}

/** What makes a finding the same in another scenario: the check, and every place with what was found there. */
function keyOf({ finding, checks, evidence }: FindingGroup): string {
  const places = evidence.map((placed) => {
    const { hop, part, at, role, forms } = placed.evidence
    return JSON.stringify([hop, part, at, role ?? null, forms ?? [], role === undefined ? placed.evidence.shown : null])
  })
  const words = places.length === 0 || finding.outcome === 'untestable' ? finding.message : ''
  return JSON.stringify([finding.outcome, checks, words, places.toSorted()])
}
