import type { Ledger } from '../../src/account/ledger.ts'
import type { Evidence, Finding } from '../../src/checks/finding.ts'
import { type CaseReport, countsOf, type ExchangeView, type RunReport } from '../../src/report/run-report.ts'

/** A finding as a leak check would make it. */
export function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    check: 'leak/canary-upstream',
    outcome: 'fail',
    severity: 'critical',
    blame: 'gateway',
    message: 'The identity of the virtual user reached the provider.',
    evidence: [leakedEmail()],
    ...change,
  }
}

export function leakedEmail(change: Partial<Evidence> = {}): Evidence {
  return {
    exchange: 'u2',
    hop: 'upstream',
    part: 'request',
    at: { body: '/metadata/user_api_key_user_email' },
    shown: '<user-email>',
    role: 'user-email',
    ...change,
  }
}

/** A passed case, unless it is given findings. */
export function aCase(change: Partial<CaseReport> = {}): CaseReport {
  const scenario = change.scenario ?? 'bridge/internal-metadata'
  const findings = change.findings ?? []
  return {
    id: scenario,
    scenario,
    title: "The gateway's own metadata stays out of the Responses body",
    why: "On the chat-to-Responses bridge a gateway's bookkeeping must not reach the provider.",
    sources: ['BerriAI/litellm#20419', 'BerriAI/litellm#20484'],
    severity: 'critical',
    file: `scenarios/${scenario}.yaml`,
    outcome: outcomeOf(findings),
    level: 'real',
    relaxations: [],
    lacks: [],
    elapsedMs: 12,
    findings,
    passed: ['call/count'],
    ledgers: [],
    exchanges: [anExchange(), anExchange({ id: 'u2', hop: 'upstream', request: 'POST /~t1/v1/responses' })],
    reproduce: `watertight run --gateway reference --seed 7f3a --case '${change.id ?? scenario}'`,
    ...change,
  }
}

/** One cell of a matrix: `bridge/internal-metadata[stream=true]`. */
export function aCell(cell: string, change: Partial<CaseReport> = {}): CaseReport {
  const scenario = change.scenario ?? 'bridge/internal-metadata'
  return aCase({ ...change, scenario, id: `${scenario}[${cell}]` })
}

export function anExchange(change: Partial<ExchangeView> = {}): ExchangeView {
  return {
    id: 'c1',
    hop: 'client',
    request: 'POST /v1/chat/completions',
    requestHeaders: [['content-type', 'application/json']],
    requestBody: '{"model":"m"}',
    status: 200,
    replyBody: '{}',
    ...change,
  }
}

/** A bridged request: one field lost, one altered, one added, one dropped as configured, two carried. */
export function aLedger(change: Partial<Ledger> = {}): Ledger {
  return {
    clientExchange: 'c1',
    upstreamExchange: 'u2',
    fates: [
      { client: '/model', fate: 'carried', upstream: ['/model'], clientValue: '"<route-alias>"' },
      { client: '/messages/0/content', fate: 'carried', upstream: ['/input/0/content'], clientValue: '"hi"' },
      {
        client: '/messages/1/content',
        fate: 'altered',
        upstream: ['/input/1/output'],
        clientValue: '"42"',
        upstreamValue: '[{"text":"42"}]',
      },
      { client: '/stop', fate: 'lost', upstream: [], clientValue: '["END"]' },
      { client: '/seed', fate: 'dropped-as-configured', upstream: [], clientValue: '7', note: 'seed' },
    ],
    origins: [
      { upstream: '/model', origin: 'route', client: ['/model'], value: '"gpt-5.2-codex"' },
      { upstream: '/input/0/content', origin: 'client', client: ['/messages/0/content'], value: '"hi"' },
      { upstream: '/metadata/user_api_key_user_email', origin: 'unaccounted', client: [], value: '"<user-email>"' },
      { upstream: '/store', origin: 'provider-required', client: [], value: 'false' },
    ],
    ...change,
  }
}

/** Counts are taken from the cases. */
export function aRun(cases: readonly CaseReport[], change: Partial<RunReport> = {}): RunReport {
  return {
    schema: 'watertight/run-report/1',
    version: '0.1.0',
    gateway: { id: 'reference', version: '0.1.0', defects: [] },
    seed: '7f3a',
    startedAt: '2026-11-21T12:00:00.000Z',
    elapsedMs: 1234,
    counts: countsOf(cases),
    checks: [
      { id: 'leak/canary-upstream', title: 'No secret reaches the provider', severity: 'critical' },
      { id: 'call/count', title: 'One client request is one provider request', severity: 'high' },
    ],
    findings: [],
    cases,
    ...change,
  }
}

function outcomeOf(findings: readonly Finding[]): CaseReport['outcome'] {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'failed'
  return findings.length > 0 ? 'untestable' : 'passed'
}
