import type { FateRow, Ledger, OriginRow } from '../account/ledger.ts'
import type { Evidence, Finding, ProviderAnswer } from '../checks/finding.ts'
import type {
  BaselineUse,
  CaseRelaxation,
  CaseReport,
  CheckView,
  ExchangeView,
  FrameView,
  KnownFinding,
  ReportedFinding,
  RunCounts,
  RunReport,
  StaleEntry,
} from './run-report.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

type OptionalKey<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T]
type RequiredKey<T> = Exclude<keyof T, OptionalKey<T>>

/** A closed object with exactly the members of `T`: a member added to or taken from the type does not compile here. */
function record<T>(
  required: { readonly [K in RequiredKey<T>]: JsonSchema },
  optional: { readonly [K in OptionalKey<T>]: JsonSchema },
): JsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  }
}

/** Exactly the words of `T`. */
function oneOf<T extends string>(words: Readonly<Record<T, true>>): JsonSchema {
  return { type: 'string', enum: Object.keys(words) }
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const string: JsonSchema = { type: 'string' }
const strings: JsonSchema = listOf(string)
const count: JsonSchema = { type: 'integer', minimum: 0 }
const milliseconds: JsonSchema = { type: 'number', minimum: 0 }
const hop: JsonSchema = oneOf<Evidence['hop']>({ client: true, upstream: true })
const severity: JsonSchema = oneOf<Finding['severity']>({ critical: true, high: true, medium: true, low: true })

const place: JsonSchema = {
  oneOf: [
    record<{ body: string }>({ body: string }, {}),
    record<{ header: string }>({ header: string }, {}),
    record<{ target: true }>({ target: { const: true } }, {}),
    record<{ status: true }>({ status: { const: true } }, {}),
  ],
}

const evidence: JsonSchema = record<Evidence>(
  { exchange: string, hop, part: oneOf<Evidence['part']>({ request: true, reply: true }), at: place },
  { shown: string, role: string, forms: strings },
)

const answer: JsonSchema = record<ProviderAnswer>(
  { provider: string, accepts: { type: 'boolean' } },
  { answer: string },
)

const known: JsonSchema = record<KnownFinding>({ reason: string }, { link: string })

const finding: JsonSchema = record<ReportedFinding>(
  {
    check: string,
    outcome: oneOf<Finding['outcome']>({ fail: true, untestable: true }),
    severity,
    blame: oneOf<Finding['blame']>({ gateway: true, fake: true, harness: true, scenario: true }),
    message: string,
    evidence: listOf(evidence),
  },
  { answers: listOf(answer), because: string, known },
)

const fateRow: JsonSchema = record<FateRow>(
  {
    client: string,
    fate: oneOf<FateRow['fate']>({
      carried: true,
      altered: true,
      'dropped-as-configured': true,
      'dropped-with-signal': true,
      refused: true,
      lost: true,
      'served-by-gateway': true,
      documented: true,
    }),
    upstream: strings,
    clientValue: string,
  },
  { upstreamValue: string, note: string },
)

const originRow: JsonSchema = record<OriginRow>(
  {
    upstream: string,
    origin: oneOf<OriginRow['origin']>({
      client: true,
      route: true,
      'provider-required': true,
      documented: true,
      unaccounted: true,
    }),
    client: strings,
    value: string,
  },
  { note: string },
)

const ledger: JsonSchema = record<Ledger>(
  { clientExchange: string, fates: listOf(fateRow), origins: listOf(originRow) },
  { upstreamExchange: string },
)

const headers: JsonSchema = listOf({ type: 'array', prefixItems: [string, string], minItems: 2, maxItems: 2 })

const exchange: JsonSchema = record<ExchangeView>(
  {
    id: string,
    hop,
    request: string,
    requestHeaders: headers,
    requestBody: string,
  },
  {
    status: { type: 'integer', minimum: 100, maximum: 999 },
    replyHeaders: headers,
    replyBody: string,
    replyFrames: listOf(record<FrameView>({ at: milliseconds, size: count }, {})),
  },
)

const caseReport: JsonSchema = record<CaseReport>(
  {
    id: string,
    scenario: string,
    title: string,
    why: string,
    sources: strings,
    severity,
    file: string,
    outcome: oneOf<CaseReport['outcome']>({
      passed: true,
      failed: true,
      untestable: true,
      known: true,
      'not-applicable': true,
    }),
    level: oneOf<CaseReport['level']>({ real: true, schema: true, observe: true }),
    relaxations: listOf(record<CaseRelaxation>({ rule: string, reason: string }, {})),
    lacks: strings,
    elapsedMs: milliseconds,
    findings: listOf(finding),
    passed: strings,
    ledgers: listOf(ledger),
    exchanges: listOf(exchange),
    reproduce: string,
  },
  {},
)

const counts: JsonSchema = record<RunCounts>(
  { cases: count, passed: count, failed: count, untestable: count, known: count, notApplicable: count },
  {},
)

const stale: JsonSchema = record<StaleEntry>({ scenario: string, check: string, cases: strings, reason: string }, {})

const baseline: JsonSchema = record<BaselineUse>(
  { file: string, entries: count, unreviewed: count, stale: listOf(stale) },
  {},
)

const shard: JsonSchema = record<NonNullable<RunReport['shard']>>(
  { index: { type: 'integer', minimum: 1 }, of: { type: 'integer', minimum: 1 } },
  {},
)

const gateway: JsonSchema = record<RunReport['gateway']>({ id: string, version: string, defects: strings }, {})

/** The JSON Schema (2020-12) of the JSON report, `watertight/run-report/1`. Closed at every depth. */
export const runReportSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Watertight run report',
  ...record<RunReport>(
    {
      schema: { const: 'watertight/run-report/1' satisfies RunReport['schema'] },
      version: string,
      gateway,
      seed: string,
      startedAt: string,
      elapsedMs: milliseconds,
      counts,
      checks: listOf(record<CheckView>({ id: string, title: string, severity }, {})),
      findings: listOf(finding),
      cases: listOf(caseReport),
    },
    { interrupted: string, baseline, shard, only: strings },
  ),
}
