import { type Severity, severities } from '../../checks/finding.ts'
import type { GridColumn, GridFinding } from './column.ts'

/** What one check found with one gateway. */
export interface CheckRow {
  readonly check: string
  readonly worst: Severity
  readonly scenarios: number
  /** Cases with a finding, and how many of them have one that the baseline does not know. */
  readonly cases: number
  readonly fresh: number
  readonly reasons: readonly ReasonRow[]
}

/** What the baseline says of some of these findings. */
export interface ReasonRow {
  readonly reason: string
  readonly link?: string
  readonly scenarios: number
  readonly cases: number
}

interface Placed {
  readonly scenario: string
  readonly finding: GridFinding
}

/** The gravest first, then those with most cases; what could not be tested is no finding of a check. Pure. */
export function checkRows({ cells }: GridColumn): readonly CheckRow[] {
  const placed = [...cells].flatMap(([scenario, { findings }]) =>
    findings.filter(({ outcome }) => outcome === 'fail').map((finding) => ({ scenario, finding })),
  )
  const byCheck = [...Map.groupBy(placed, ({ finding }) => finding.checks.join(', '))]
  return byCheck
    .map(([check, own]) => rowOf(check, own))
    .toSorted((a, b) => severities.indexOf(a.worst) - severities.indexOf(b.worst) || b.cases - a.cases)
}

function rowOf(check: string, own: readonly Placed[]): CheckRow {
  const found = new Set(own.map(({ finding }) => finding.severity))
  const byReason = Map.groupBy(
    own.filter(({ finding }) => finding.known !== undefined),
    ({ finding }) => JSON.stringify([finding.known?.reason, finding.known?.link ?? null]),
  )
  return {
    check,
    worst: severities.find((each) => found.has(each)) ?? 'low',
    ...sizeOf(own),
    fresh: sizeOf(own.filter(({ finding }) => finding.known === undefined)).cases,
    reasons: [...byReason.values()].map(reasonOf).toSorted((a, b) => b.cases - a.cases),
  }
}

function reasonOf(own: readonly Placed[]): ReasonRow {
  const { reason = '', link } = own[0]?.finding.known ?? {}
  return { reason, ...(link === undefined ? {} : { link }), ...sizeOf(own) }
}

function sizeOf(own: readonly Placed[]): { readonly scenarios: number; readonly cases: number } {
  return {
    scenarios: new Set(own.map(({ scenario }) => scenario)).size,
    cases: new Set(own.flatMap(({ finding }) => finding.cases)).size,
  }
}
