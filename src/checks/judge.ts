import { type Account, account, refusedLedger } from '../account/account.ts'
import type { FieldPath } from '../account/field-path.ts'
import type { Ledger } from '../account/ledger.ts'
import { headerOf, requestJson } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import { isRecord } from '../contract/pointer.ts'
import type { AccountedRequest, CheckResult, Judgement } from './check.ts'
import { type CaseFacts, type StepFacts, type TargetFacts, targetOf } from './facts.ts'
import type { Finding, Severity } from './finding.ts'
import { checks } from './index.ts'

export interface CaseJudgement {
  readonly findings: readonly Finding[]
  /** Ids of the checks that were made and passed. */
  readonly passed: readonly string[]
  readonly ledgers: readonly Ledger[]
}

/** Makes every check on one case. Pure: the same facts give the same judgement. */
export function judgeCase(facts: CaseFacts): CaseJudgement {
  const judgement: Judgement = { facts, accounts: facts.steps.flatMap((step) => accountStep(facts, step)) }
  const results = checks.map((check) => ({ check, result: check.judge(judgement) }))
  return {
    findings: results.flatMap(({ check, result }) => findingsOf(check, result)),
    passed: results.filter(({ result }) => result.kind === 'passed').map(({ check }) => check.id),
    ledgers: [...judgement.accounts.map((each) => each.account.ledger), ...facts.steps.flatMap(refusedByGateway)],
  }
}

function findingsOf(check: { readonly id: string; readonly severity: Severity }, result: CheckResult): Finding[] {
  const base = { check: check.id, severity: check.severity, blame: 'gateway' } as const
  switch (result.kind) {
    case 'failed':
      return result.observations.map((observation) => ({ ...base, outcome: 'fail', ...observation }))
    case 'untestable':
      return [
        {
          ...base,
          outcome: 'untestable',
          message: result.message,
          evidence: [],
          ...(result.because === undefined ? {} : { because: result.because }),
        },
      ]
    default:
      return []
  }
}

function accountStep(facts: CaseFacts, step: StepFacts): AccountedRequest[] {
  const { client } = step
  const clientBody = client && requestJson(client.request)
  if (client === undefined || !isRecord(clientBody)) return []
  const signalled = droppedNames(facts, client)
  const accountOf = (exchange: Exchange, upstream: unknown, drop: readonly FieldPath[]): Account => {
    const target = targetOf(facts, exchange)
    return account({
      ...facts,
      surfaces: { client: facts.surfaces.client, upstream: target.surface },
      provider: target.provider,
      routeModel: target.model,
      table: target.table,
      clientExchange: client.id,
      upstreamExchange: exchange.id,
      client: clientBody,
      upstream,
      drop,
      signalled,
    })
  }
  return step.upstream.flatMap((upstream) => {
    const upstreamBody = requestJson(upstream.request)
    if (!isRecord(upstreamBody)) return []
    const target = targetOf(facts, upstream)
    const control = controlOf(facts, step, target)
    return [
      {
        step,
        client,
        clientBody,
        upstream,
        upstreamBody,
        target,
        account: accountOf(upstream, upstreamBody, facts.drop),
        control: control && { body: control.body, ledger: accountOf(control.exchange, control.body, []).ledger },
      },
    ]
  })
}

/** What went to the same target without the drop list. */
function controlOf(facts: CaseFacts, { control }: StepFacts, target: TargetFacts) {
  return control
    .filter((exchange) => targetOf(facts, exchange) === target)
    .map((exchange) => ({ exchange, body: requestJson(exchange.request) }))
    .find(({ body }) => isRecord(body))
}

function droppedNames(facts: CaseFacts, client: Exchange): string[] {
  const { dropSignalHeader } = facts
  const header = dropSignalHeader && client.reply && headerOf(client.reply.headers, dropSignalHeader)
  return header ? header.split(',').map((name) => name.trim()) : []
}

function refusedByGateway(step: StepFacts): Ledger[] {
  const { client } = step
  const status = client?.reply?.status
  if (client === undefined || step.upstream.length > 0 || status === undefined || status < 400) return []
  return [refusedLedger(client.id, requestJson(client.request))]
}
