import { headerOf } from '../capture/body.ts'
import type { Exchange } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { targetOf } from './facts.ts'

/** The back end of Codex answers 403 or 404 where they do not: Wei-Shaw/sub2api#3984. */
export const originator: Check = {
  id: 'header/originator',
  title: 'The back end of Codex hears the same name of its client in both headers that tell it',
  severity: 'high',
  judge: ({ facts }) => {
    const exchanges = facts.steps
      .flatMap((step) => step.upstream)
      .filter((exchange) => targetOf(facts, exchange).provider === 'codex')
    return exchanges.length === 0 ? { kind: 'none' } : resultOf(exchanges.flatMap(disagreement))
  },
}

function disagreement({ id, request }: Exchange): Observation[] {
  const named = headerOf(request.headers, 'originator')
  const told = headerOf(request.headers, 'user-agent')?.split(/[/ ]/, 1)[0]
  if (named === told) return []
  const evidence = ['originator', 'user-agent'].map(
    (header) => ({ exchange: id, hop: 'upstream', part: 'request', at: { header } }) as const,
  )
  return [{ message: `the originator is ${named ?? 'not named'}, the user agent says ${told ?? 'nothing'}`, evidence }]
}
