import { severities } from '../checks/finding.ts'
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
 * One leak on a request path shows in every scenario that takes the path. It is told once and named
 * elsewhere; scenarios with nothing of their own to tell come last.
 */
export function foldRepeats(groups: readonly ScenarioGroup[]): readonly FoldedGroup[] {
  const tellers = tellersOf(groups)
  const folded = groups.map((group) => {
    const isTold = (finding: FindingGroup) => tellers.get(keyOf(finding)) === group
    return {
      ...group,
      findings: group.findings.filter(isTold),
      repeats: group.findings
        .filter((finding) => !isTold(finding))
        .map((finding) => ({ finding, toldIn: tellers.get(keyOf(finding))?.example.scenario ?? '' })),
    }
  })
  return folded.toSorted((a, b) => Number(a.findings.length === 0) - Number(b.findings.length === 0))
}

/** For every finding the gravest scenario that has it, of several the first: the one that is about it. */
function tellersOf(groups: readonly ScenarioGroup[]): ReadonlyMap<string, ScenarioGroup> {
  const tellers = new Map<string, ScenarioGroup>()
  for (const group of groups) {
    for (const key of group.findings.map(keyOf)) {
      const other = tellers.get(key)
      if (other === undefined || gravity(group) < gravity(other)) tellers.set(key, group)
    }
  }
  return tellers
}

function gravity({ example }: ScenarioGroup): number {
  return severities.indexOf(example.severity)
}

/** What makes a finding the same in another scenario: the check, and every place with what was found there. */
function keyOf({ finding, checks, evidence }: FindingGroup): string {
  const places = evidence.map((placed) => {
    const { hop, part, at, role, forms } = placed.evidence
    return JSON.stringify([hop, part, at, role ?? null, forms ?? []])
  })
  const words = places.length === 0 || finding.outcome === 'untestable' ? finding.message : ''
  return JSON.stringify([finding.outcome, checks, words, places.toSorted()])
}
