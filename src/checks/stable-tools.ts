import { canonical } from '../account/leaves.ts'
import { isRecord } from '../contract/pointer.ts'
import { type AccountedRequest, type Check, type Observation, resultOf } from './check.ts'

export const stableTools: Check = {
  id: 'call/stable-tools',
  title: 'The same tools are sent in the same order each time',
  severity: 'medium',
  judge: ({ accounts }) => {
    const groups = [...Map.groupBy(accounts.filter(hasTools), groupOf).values()].filter((each) => each.length > 1)
    if (groups.length === 0) return { kind: 'none' }
    return resultOf(groups.flatMap(reordered))
  },
}

/** Providers keep what a prompt begins with, tools first; which order it is does not matter to them, nor does that of one alone. */
function hasTools({ clientBody, upstreamBody }: AccountedRequest): boolean {
  return listIn(clientBody).length > 1 && listIn(upstreamBody).length > 1
}

/** Requests to one target for which clients gave the same tools. */
function groupOf({ clientBody, target }: AccountedRequest): string {
  return `${target.token} ${canonical(listIn(clientBody))}`
}

function reordered([first, ...others]: readonly AccountedRequest[]): Observation[] {
  if (first === undefined) return []
  const order = orderOf(first)
  return others
    .filter((other) => orderOf(other) !== order && sorted(other) === sorted(first))
    .map((other) => ({
      message: 'the same tools are sent in another order than before',
      evidence: [first, other].map(({ upstream }) => ({
        exchange: upstream.id,
        hop: 'upstream',
        part: 'request',
        at: { body: '/tools' },
      })),
    }))
}

function orderOf({ upstreamBody }: AccountedRequest): string {
  return canonical(listIn(upstreamBody))
}

/** Tools that are others, or changed, are no matter of order. */
function sorted({ upstreamBody }: AccountedRequest): string {
  return listIn(upstreamBody).map(canonical).toSorted().join('\n')
}

function listIn(body: unknown): readonly unknown[] {
  const tools = isRecord(body) ? body['tools'] : undefined
  return Array.isArray(tools) ? tools : []
}
