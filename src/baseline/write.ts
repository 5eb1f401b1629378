import { stringify } from 'yaml'
import { cellOf } from '../report/cells.ts'
import type { CaseReport, RunReport } from '../report/run-report.ts'
import type { Baseline, BaselineEntry } from './baseline.ts'
import { checksOf, isExecuted, speaksOfCase, speaksOfVersion, wholeRun } from './cells.ts'

/**
 * The baseline that makes this run pass: an entry for each scenario and check, with the reasons that the old one gives. What
 * the old one says of other versions, of scenarios that were not run, and of what is seen sometimes, stays as it is. Pure.
 */
export function baselineOf(report: RunReport, old: Baseline | undefined): Baseline {
  const { id, version } = report.gateway
  const varying = (old?.known ?? []).filter((entry) => entry.sometimes && speaksOfVersion(entry, version))
  const found = [...foundOutside(report, varying), ...foundIn(report, varying)]
  const whole = report.shard === undefined && report.only === undefined ? [wholeRun] : []
  const ran = new Set([...whole, ...report.cases.filter(isExecuted).map(({ scenario }) => scenario)])
  const kept = (old?.known ?? []).flatMap((entry) => keptOf(entry, version, ran))
  const fresh = found.map((entry) => ({ ...entry, versions: [version], ...wordsFor(entry, old) }))
  return { gateway: id, known: fresh.reduce(joined, kept).toSorted(byPlace) }
}

/** As a file, with the line by which editors check it. */
export function baselineText(baseline: Baseline): string {
  const head = '# yaml-language-server: $schema=./baseline.schema.json\n'
  return `${head}${stringify(baseline, { lineWidth: 130 })}`
}

function foundOutside({ findings }: RunReport, varying: readonly BaselineEntry[]): BaselineEntry[] {
  const told = varying.filter(({ scenario }) => scenario === wholeRun).map(({ check }) => check)
  const checks = new Set(findings.map(({ check }) => check))
  return [...checks].filter((check) => !told.includes(check)).map((check) => ({ scenario: wholeRun, check }))
}

/** @param varying entries that speak of it already, whether it is found or not */
function foundIn({ cases }: RunReport, varying: readonly BaselineEntry[]): BaselineEntry[] {
  return [...Map.groupBy(cases.filter(isExecuted), ({ scenario }) => scenario)].flatMap(([scenario, executed]) => {
    const checks = [...new Set(executed.flatMap(listedIn))]
    return checks.flatMap((check) => {
      const isOwn = (each: CaseReport) => !varying.some((entry) => entry.check === check && speaksOfCase(entry, each))
      const hit = executed.filter((each) => listedIn(each).includes(check) && isOwn(each))
      return hit.length === 0 ? [] : [{ scenario, check, ...cellsOf(hit, executed) }]
    })
  })
}

/** What could not be tested because of something that is listed needs no entry of its own. */
function listedIn({ findings }: CaseReport): readonly string[] {
  const found = new Set(findings.map(({ check }) => check))
  const own = findings.filter(
    (finding) => !checksOf(finding).some((check) => check !== finding.check && found.has(check)),
  )
  return own.map(({ check }) => check)
}

function cellsOf(hit: readonly CaseReport[], executed: readonly CaseReport[]): { readonly cells?: readonly string[] } {
  return hit.length === executed.length ? {} : { cells: hit.map(cellOf) }
}

/** What an old entry still says once this version, and the scenarios that ran on it, are told anew. */
function keptOf(entry: BaselineEntry, version: string, ran: ReadonlySet<string>): BaselineEntry[] {
  if (entry.sometimes || !ran.has(entry.scenario) || !speaksOfVersion(entry, version)) return [entry]
  const others = (entry.versions ?? []).filter((each) => each !== version)
  return others.length === 0 ? [] : [{ ...entry, versions: others }]
}

/** A reason holds for the same check in the same scenario, whichever cells it was seen in. */
function wordsFor(
  { scenario, check }: BaselineEntry,
  old: Baseline | undefined,
): Pick<BaselineEntry, 'reason' | 'link'> {
  const same = (old?.known ?? []).find(
    (entry) => entry.scenario === scenario && entry.check === check && !entry.sometimes,
  )
  return {
    ...(same?.reason === undefined ? {} : { reason: same.reason }),
    ...(same?.link === undefined ? {} : { link: same.link }),
  }
}

/** Entries that differ in their versions alone become one. */
function joined(entries: readonly BaselineEntry[], entry: BaselineEntry): BaselineEntry[] {
  const at = entries.findIndex((each) => sameness(each) === sameness(entry) && each.versions !== undefined)
  const twin = entries[at]
  if (twin === undefined) return [...entries, entry]
  const versions = [...new Set([...(twin.versions ?? []), ...(entry.versions ?? [])])].toSorted(byVersion)
  return entries.with(at, { ...twin, versions })
}

function sameness({ scenario, check, cells, reason, link, sometimes }: BaselineEntry): string {
  return JSON.stringify([scenario, check, cells ?? null, reason ?? null, link ?? null, sometimes ?? false])
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  return a.scenario.localeCompare(b.scenario) || a.check.localeCompare(b.check)
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
