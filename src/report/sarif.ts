import { createHash } from 'node:crypto'
import type { Log, ReportingDescriptor, Result } from 'sarif'
import type { Evidence, Severity } from '../checks/finding.ts'
import { cellOf } from './cells.ts'
import type { Output, Reporter } from './reporter.ts'
import type { CaseReport, ReportedFinding, RunReport } from './run-report.ts'
import { counted } from './text.ts'

/** A finding with the case it was made in; without one it belongs to the run. */
interface Found {
  readonly finding: ReportedFinding
  readonly report: CaseReport | undefined
}

/**
 * For code scanning: SARIF 2.1.0, one rule a check and one result for the same finding in the cases of a scenario, at the
 * scenario's file. What a baseline knows is there, as suppressed.
 */
export function sarifReporter(output: Output): Reporter {
  return { end: (report) => output.write(`${JSON.stringify(log(report), null, 2)}\n`) }
}

function log(report: RunReport): Log {
  const { version, gateway, seed, startedAt, elapsedMs, interrupted } = report
  const ended = new Date(Date.parse(startedAt) + elapsedMs).toISOString()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'watertight', semanticVersion: version, rules: rulesOf(report) } },
        automationDetails: { id: `watertight/${gateway.id}/` },
        invocations: [
          {
            executionSuccessful: interrupted === undefined,
            startTimeUtc: startedAt,
            endTimeUtc: ended,
            ...(interrupted === undefined ? {} : { exitCodeDescription: interrupted }),
          },
        ],
        results: resultsOf(report),
        properties: { gateway, seed, counts: report.counts },
      },
    ],
  }
}

/** Every check that the run made, and those notices of the harness that it gave. */
function rulesOf({ checks, cases, findings }: RunReport): ReportingDescriptor[] {
  const known = new Set(checks.map(({ id }) => id))
  const others = [...findings, ...cases.flatMap((each) => each.findings)].filter(({ check }) => !known.has(check))
  const notices = new Map(others.map(({ check, severity }) => [check, { id: check, title: check, severity }]))
  return [...checks, ...notices.values()].map(({ id, title, severity }) => ({
    id,
    shortDescription: { text: title },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: tagsOf(id), 'security-severity': securitySeverities[severity] },
  }))
}

/** What a security team files such a finding under: https://cwe.mitre.org. The first prefix that fits. */
const weaknesses: readonly (readonly [prefix: string, cwe: number])[] = [
  ['leak/canary-client', 209],
  ['leak/internals', 209],
  ['leak/canary-logs', 532],
  ['leak/', 201],
  ['account/no-unaccounted-field', 201],
  ['header/', 522],
  ['call/fallback-key', 522],
  ['stream/failure-visible', 392],
]

function tagsOf(check: string): string[] {
  const cwe = weaknesses.find(([prefix]) => check.startsWith(prefix))?.[1]
  const family = check.split('/')[0] ?? check
  return cwe === undefined ? [family] : [family, 'security', `external/cwe/cwe-${String(cwe).padStart(3, '0')}`]
}

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<
  Severity,
  string
>

/** As GitHub bands them: above 9 critical, above 7 high, above 4 medium. */
const securitySeverities = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' } as const satisfies Record<
  Severity,
  string
>

function resultsOf(report: RunReport): Result[] {
  const found: readonly Found[] = [
    ...report.findings.map((finding) => ({ finding, report: undefined })),
    ...report.cases.flatMap((own) => own.findings.map((finding) => ({ finding, report: own }))),
  ]
  const groups = Map.groupBy(found, ({ finding, report: own }) =>
    JSON.stringify([own?.scenario ?? null, finding.check, finding.outcome, finding.message, finding.known ?? null]),
  )
  return [...groups.values()].flatMap(resultOf)
}

function resultOf(group: readonly Found[]): Result[] {
  const [first] = group
  if (first === undefined) return []
  const { finding, report } = first
  const { check, outcome, severity, message, known } = finding
  // A case may show the same thing in two places.
  const cases = [...new Set(group.flatMap((each) => (each.report === undefined ? [] : [each.report])))]
  const result: Result = {
    ruleId: check,
    level: outcome === 'untestable' ? 'warning' : levels[severity],
    kind: outcome === 'untestable' ? 'open' : 'fail',
    message: { text: textOf(finding, cases) },
    locations: locationsOf(cases),
    partialFingerprints: { 'watertightFinding/v1': fingerprint([report?.scenario ?? '', check, message]) },
    ...(known === undefined ? {} : { suppressions: [{ kind: 'external' as const, justification: known.reason }] }),
    properties: {
      severity,
      blame: finding.blame,
      cases: cases.map(({ id }) => id),
      evidence: finding.evidence.map(placeText),
      ...(report === undefined ? {} : { sources: report.sources, reproduce: report.reproduce }),
    },
  }
  return [result]
}

function textOf({ message }: ReportedFinding, cases: readonly CaseReport[]): string {
  const [first] = cases
  if (first === undefined) return message
  const where = cases.length === 1 ? cellOf(first) : counted(cases.length, 'case')
  return `${message}${where === '' ? '' : ` (${where})`}\n${first.why}\nReproduce: ${first.reproduce}`
}

/** A scenario's file stands for its cases; what belongs to no case has no place. */
function locationsOf(cases: readonly CaseReport[]): NonNullable<Result['locations']> {
  const [first] = cases
  if (first === undefined) return []
  return [
    {
      physicalLocation: { artifactLocation: { uri: uriOf(first.file) }, region: { startLine: 1 } },
      logicalLocations: cases.map(({ id }) => ({ fullyQualifiedName: id, kind: 'case' })),
    },
  ]
}

function uriOf(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join('/')
}

function placeText({ hop, part, at, role, shown }: Evidence): string {
  const place =
    'body' in at ? `body ${at.body}` : 'header' in at ? `header ${at.header}` : 'target' in at ? 'target' : 'status'
  const value = role === undefined ? shown : `<${role}>`
  return `${hop} ${part} ${place}${value === undefined ? '' : ` = ${value}`}`
}

/** The same finding in the next run is the same alert. */
function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
