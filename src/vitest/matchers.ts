import type { MatcherResult } from 'vitest'
import { requestJson } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import type { Operation } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import { bundled } from '../library/bundled.ts'
import type { CaseReport, RunReport } from '../report/run-report.ts'
import { caseText } from './case-failure.ts'

/** For `expect.extend(matchers)`. */
export const matchers: {
  readonly toBeAccountedFor: typeof toBeAccountedFor
  readonly toLeakNothing: typeof toLeakNothing
  readonly toBeAcceptedBy: typeof toBeAcceptedBy
} = { toBeAccountedFor, toLeakNothing, toBeAcceptedBy }

/** Every field of the client has a fate, every field upstream an origin; and there was something to account for. */
function toBeAccountedFor(report: CaseReport | RunReport): MatcherResult {
  return holds(report, 'account/', 'every field to be accounted for')
}

/** Nobody is shown what is not theirs; and it could be tested. */
function toLeakNothing(report: CaseReport | RunReport): MatcherResult {
  return holds(report, 'leak/', 'nothing to leak')
}

/**
 * This provider takes the request of a recorded upstream exchange, whichever provider it was sent to.
 * @throws Fault E_EXCHANGE_UNFIT when the provider has no such surface
 */
function toBeAcceptedBy(exchange: Exchange, provider: ProviderId): MatcherResult {
  const refusal = operationFor(exchange, provider).judge(requestJson(exchange.request))
  return {
    pass: refusal === null,
    message: () =>
      refusal === null
        ? `expected ${provider} to refuse the request`
        : `expected ${provider} to take the request, but it answers ${refusal.status} ${refusal.message} [${refusal.rule}]`,
  }
}

function holds(report: CaseReport | RunReport, area: string, claim: string): MatcherResult {
  const cases = 'cases' in report ? report.cases.filter(({ outcome }) => outcome !== 'not-applicable') : [report]
  const wrong = cases.filter(({ findings }) => findings.some(({ check }) => check.startsWith(area)))
  const outside = 'cases' in report ? report.findings.filter(({ check }) => check.startsWith(area)) : []
  const texts = [...outside.map(({ message }) => message), ...wrong.map(caseText)]
  // A check that was made nowhere has not passed.
  const isTested = cases.some(({ passed }) => passed.some((check) => check.startsWith(area)))
  return {
    pass: isTested && texts.length === 0,
    message: () => [`expected ${claim}`, ...(isTested ? [] : ['nothing was tested']), ...texts].join('\n\n'),
  }
}

function operationFor({ request, surface }: Exchange, provider: ProviderId): Operation {
  const contract = bundled().contracts.get(provider)
  const operation = contract?.operations.find((each) => surface !== undefined && each.surface === surface)
  if (operation !== undefined) return operation
  throw new Fault('E_EXCHANGE_UNFIT', `${provider} has no ${surface ?? 'such surface'}: ${request.target}`, {
    hint: 'Give an upstream exchange of a surface that this provider serves; watertight list coverage shows them.',
  })
}
