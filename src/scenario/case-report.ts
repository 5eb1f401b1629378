import type { Ledger } from '../account/ledger.ts'
import { bodyBytes, decodedBody } from '../capture/body.ts'
import type { Exchange, HeaderPair, RecordedReply } from '../capture/exchange.ts'
import type { CaseFacts } from '../checks/facts.ts'
import type { Finding } from '../checks/finding.ts'
import { judgeCase } from '../checks/judge.ts'
import { runComplete } from '../checks/notices.ts'
import type { Canary } from '../leak/canary.ts'
import { redact } from '../leak/redact.ts'
import type { CaseOutcome, CaseReport, ExchangeView } from '../report/run-report.ts'
import type { PlannedCase } from './planned.ts'

export interface Driven {
  readonly elapsedMs: number
  /** Why the case could not be tested, when it could not: the gateway died, the run was stopped. */
  readonly stopped?: string
}

/** Judges a case and puts down everything a person needs to see why. Canaries are named by role from here on. */
export function reportCase(planned: PlannedCase, facts: CaseFacts, driven: Driven, command: string): CaseReport {
  const judged = judgeCase(facts)
  const findings = driven.stopped === undefined ? judged.findings : [notTested(driven.stopped), ...judged.findings]
  return {
    ...header(planned, command),
    outcome: outcomeOf(findings, judged.passed.length),
    lacks: [],
    elapsedMs: driven.elapsedMs,
    findings: findings.map((finding) => redactFinding(finding, facts.canaries)),
    passed: driven.stopped === undefined ? judged.passed : [],
    ledgers: judged.ledgers.map((ledger) => redactLedger(ledger, facts.canaries)),
    exchanges: exchangesOf(facts).map((exchange) => viewOf(exchange, facts.canaries)),
  }
}

/** A case that the adapter's own declaration takes out of the run. */
export function notApplicable(planned: PlannedCase, lacks: readonly string[], command: string): CaseReport {
  return {
    ...header(planned, command),
    outcome: 'not-applicable',
    lacks,
    elapsedMs: 0,
    findings: [],
    passed: [],
    ledgers: [],
    exchanges: [],
  }
}

function header(planned: PlannedCase, command: string) {
  const { scenario } = planned
  return {
    id: planned.id,
    scenario: scenario.id,
    title: scenario.title,
    why: scenario.why,
    sources: scenario.sources,
    severity: scenario.severity,
    file: scenario.file,
    level: planned.leniency.level,
    relaxations: planned.leniency.relaxed,
    reproduce: `${command} --case '${planned.id}'`,
  }
}

function notTested(reason: string): Finding {
  return {
    check: runComplete.id,
    outcome: 'untestable',
    severity: runComplete.severity,
    blame: 'gateway',
    message: reason,
    evidence: [],
  }
}

function outcomeOf(findings: readonly Finding[], passed: number): CaseOutcome {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'failed'
  return findings.length > 0 || passed === 0 ? 'untestable' : 'passed'
}

function exchangesOf(facts: CaseFacts): Exchange[] {
  return facts.steps.flatMap(({ client, upstream }) => [...(client ? [client] : []), ...upstream])
}

function viewOf(exchange: Exchange, canaries: readonly Canary[]): ExchangeView {
  const { request, reply } = exchange
  return {
    id: exchange.id,
    hop: exchange.hop,
    request: redact(`${request.method} ${request.target}`, canaries),
    requestHeaders: headersView(request.headers, canaries),
    requestBody: textView(decodedBody(request.headers, request.body), canaries),
    ...(reply === undefined ? {} : replyView(reply, canaries)),
  }
}

function replyView(reply: RecordedReply, canaries: readonly Canary[]) {
  return {
    status: reply.status,
    replyHeaders: headersView(reply.headers, canaries),
    replyBody: textView(decodedBody(reply.headers, bodyBytes(reply)), canaries),
    replyFrames: reply.frames.map(({ at, bytes }) => ({ at: Math.round(at * 10) / 10, size: bytes.length })),
  }
}

function headersView(headers: readonly HeaderPair[], canaries: readonly Canary[]) {
  return headers.map(([name, value]) => [name, redact(value, canaries)] as const)
}

function textView(bytes: Buffer, canaries: readonly Canary[]): string {
  return redact(bytes.toString('utf8'), canaries)
}

function redactFinding(finding: Finding, canaries: readonly Canary[]): Finding {
  return {
    ...finding,
    message: redact(finding.message, canaries),
    evidence: finding.evidence.map((each) =>
      each.shown === undefined ? each : { ...each, shown: redact(each.shown, canaries) },
    ),
  }
}

function redactLedger(ledger: Ledger, canaries: readonly Canary[]): Ledger {
  return {
    ...ledger,
    fates: ledger.fates.map((row) => ({
      ...row,
      clientValue: redact(row.clientValue, canaries),
      ...(row.upstreamValue === undefined ? {} : { upstreamValue: redact(row.upstreamValue, canaries) }),
    })),
    origins: ledger.origins.map((row) => ({ ...row, value: redact(row.value, canaries) })),
  }
}
