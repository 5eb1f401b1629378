import type { Exchange } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import type { StepFacts } from './facts.ts'

export const callCount: Check = {
  id: 'call/count',
  title: 'One client request is one provider request',
  severity: 'high',
  judge: ({ facts }) => resultOf(facts.steps.filter((step) => step.client !== undefined).flatMap(miscount)),
}

function miscount(step: StepFacts): Observation[] {
  const count = step.upstream.length
  if (step.counts.includes(count) || isRefusedByGateway(step)) return []
  const wanted = step.counts.join(' or ')
  return [
    {
      message: `the gateway made ${count} provider requests for one client request; ${wanted} expected`,
      evidence: step.upstream.map((exchange) => whole(exchange)),
    },
  ]
}

/** Without a provider request the client's status tells what happened; `reply/status` judges it. */
function isRefusedByGateway(step: StepFacts): boolean {
  return step.upstream.length === 0 && step.client?.reply?.status !== 200
}

export const callAttributed: Check = {
  id: 'call/attributed',
  title: 'Provider requests go to the base URL of their route',
  severity: 'high',
  judge: ({ facts }) => {
    const exchanges = facts.steps.flatMap((step) => step.upstream)
    if (exchanges.length === 0) return { kind: 'none' }
    return resultOf(exchanges.filter(({ attribution }) => attribution !== 'path').map(strayed))
  },
}

function strayed(exchange: Exchange): Observation {
  return {
    message: `the gateway called ${pathOf(exchange)} with the route's key, outside the base URL of the route`,
    evidence: [whole(exchange)],
  }
}

/** A provider request that carries neither the path nor the key of any case. */
export function unattributed(exchange: Exchange): Observation {
  return {
    message: `the gateway called ${exchange.provider ?? 'a provider'} at ${exchange.request.method} ${pathOf(exchange)} for no request of any client`,
    evidence: [whole(exchange)],
  }
}

function pathOf(exchange: Exchange): string {
  return exchange.request.target.split('?')[0] ?? ''
}

function whole(exchange: Exchange): Observation['evidence'][number] {
  return { exchange: exchange.id, hop: exchange.hop, part: 'request', at: { target: true }, shown: pathOf(exchange) }
}
