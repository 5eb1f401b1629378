import type { Exchange } from '../capture/exchange.ts'
import { type Check, resultOf } from './check.ts'
import type { StepFacts } from './facts.ts'

/** A refusal for want of the right key says nothing of the body; `header/credential` speaks of it. */
const isCredentialRefusal = (status: number): boolean => status === 401 || status === 403

export const upstreamRequest: Check = {
  id: 'contract/upstream-request',
  title: 'The provider accepts what the gateway sends',
  severity: 'high',
  judge: ({ facts }) => {
    const judged = facts.steps.flatMap((step) => step.upstream.map((exchange) => ({ step, exchange })))
    if (judged.length === 0) return { kind: 'none' }
    return resultOf(judged.flatMap(({ step, exchange }) => refusalOf(step, exchange)))
  },
}

function refusalOf(step: StepFacts, exchange: Exchange) {
  const { verdict } = exchange
  if (verdict?.kind !== 'refused' || isCredentialRefusal(verdict.status)) return []
  // A scenario that expects this status sends something that the provider has to refuse.
  if (step.statuses.includes(verdict.status)) return []
  const at = verdict.pointer === undefined ? ({ target: true } as const) : { body: verdict.pointer }
  return [
    {
      message: `${exchange.provider ?? 'the provider'} refuses the gateway's request with ${verdict.status}: ${verdict.message}`,
      evidence: [
        { exchange: exchange.id, hop: 'upstream', part: 'request', at, shown: `rule ${verdict.rule}` } as const,
      ],
    },
  ]
}
