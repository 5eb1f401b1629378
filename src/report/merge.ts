import { Fault } from '../contract/fault.ts'
import { type BaselineUse, type CaseReport, countsOf, type RunReport } from './run-report.ts'

/** A report and what it is called in messages. */
export interface NamedReport {
  readonly name: string
  readonly report: RunReport
}

/**
 * One report of the parts of a suite that ran apart, with its cases in the order in which one run has them. Pure.
 * @throws Fault E_MERGE_NOTHING, E_MERGE_DIFFERENT for reports of different gateways or packages, E_MERGE_OVERLAP for a case
 * that two of them have, E_MERGE_MISSING for a shard that is not among them
 */
export function mergeReports(all: readonly NamedReport[]): RunReport {
  const [first] = all
  if (first === undefined) {
    throw new Fault('E_MERGE_NOTHING', 'there is no report to merge', { hint: 'Name JSON reports of run --shard.' })
  }
  checkSameness(all)
  checkShards(all)
  checkOverlap(all)
  const reports = all.map(({ report }) => report)
  const cases = inRunOrder(reports)
  const { shard: _part, only: _chosen, interrupted: _why, baseline: _known, ...shared } = first.report
  const seeds = [...new Set(reports.map(({ seed }) => seed))]
  const interrupted = all.flatMap(({ name, report }) =>
    report.interrupted === undefined ? [] : [`${name}: ${report.interrupted}`],
  )
  const baseline = mergedBaseline(reports)
  const only = mergedChoice(reports)
  return {
    ...shared,
    seed: seeds.join(' '),
    startedAt: reports.map(({ startedAt }) => startedAt).toSorted()[0] ?? first.report.startedAt,
    elapsedMs: Math.max(...reports.map(({ elapsedMs }) => elapsedMs)),
    counts: countsOf(cases),
    findings: reports.flatMap(({ findings }) => findings),
    cases,
    ...(interrupted.length === 0 ? {} : { interrupted: interrupted.join('; ') }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(only === undefined ? {} : { only }),
  }
}

/** Where one of them had every case that there was, nothing is left out of them all. */
function mergedChoice(reports: readonly RunReport[]): readonly string[] | undefined {
  const chosen = reports.flatMap(({ only }) => (only === undefined ? [] : [only]))
  return chosen.length < reports.length ? undefined : [...new Set(chosen.flat())]
}

function checkSameness(all: readonly NamedReport[]): void {
  const [first] = all
  for (const { name, report } of all) {
    const subject = ({ gateway, version }: RunReport) =>
      [`gateway ${gateway.id} ${gateway.version}`, ...gateway.defects, `watertight ${version}`].join(', ')
    if (first === undefined || subject(report) === subject(first.report)) continue
    throw new Fault(
      'E_MERGE_DIFFERENT',
      `${name} is of ${subject(report)}, ${first.name} of ${subject(first.report)}`,
      {
        hint: 'Reports of one gateway, in one version, make one report. To see several side by side, keep them apart.',
      },
    )
  }
}

function checkShards(all: readonly NamedReport[]): void {
  const shards = all.flatMap(({ report }) => report.shard ?? [])
  const of = Math.max(0, ...shards.map((shard) => shard.of))
  const there = new Set(shards.map(({ index }) => index))
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter((index) => !there.has(index))
  if (missing.length === 0) return
  throw new Fault('E_MERGE_MISSING', `there is no report of shard ${missing.join(', ')} of ${of}`, {
    hint: 'Every shard writes one, also when it finds something: run --shard I/N --reporter json=FILE.',
  })
}

function checkOverlap(all: readonly NamedReport[]): void {
  const owners = new Map<string, string>()
  for (const { name, report } of all) {
    for (const { id } of report.cases) {
      const owner = owners.get(id)
      if (owner !== undefined) {
        throw new Fault('E_MERGE_OVERLAP', `${owner} and ${name} both have the case ${id}`, {
          hint: 'Merge reports of different parts of the suite: run --shard 1/4, 2/4, …',
        })
      }
      owners.set(id, name)
    }
  }
}

/** Cases are dealt out to shards one after the other; this takes them up again in the same way. */
function inRunOrder(reports: readonly RunReport[]): readonly CaseReport[] {
  const ordered = reports.toSorted((a, b) => (a.shard?.index ?? 0) - (b.shard?.index ?? 0))
  if (ordered.some(({ shard }) => shard === undefined)) return ordered.flatMap(({ cases }) => cases)
  const longest = Math.max(...ordered.map(({ cases }) => cases.length))
  return Array.from({ length: longest }, (_, at) => ordered.flatMap(({ cases }) => cases[at] ?? [])).flat()
}

/** Every shard was given the same baseline; each found stale what its own cases show. */
function mergedBaseline(reports: readonly RunReport[]): BaselineUse | undefined {
  const uses = reports.flatMap(({ baseline }) => baseline ?? [])
  const [first] = uses
  return first && { ...first, stale: uses.flatMap(({ stale }) => stale) }
}
