import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { BodyClaims } from '../checks/facts.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { PlannedStep } from '../scenario/planned.ts'
import { answeringTurn, expectedReply } from '../scenario/turns.ts'

/** What is special about a call; what is left out is as of any call. */
export interface CallExpectation {
  /** What the client has to see; any of several. Default: `ok`. */
  readonly outcome?: ReplyOutcome | readonly ReplyOutcome[]
  /** Default: 200 where the outcome is `ok`, else any. */
  readonly status?: number | readonly number[]
  /** How many provider requests it makes. Default: 1. */
  readonly requests?: number | readonly number[]
}

type Given = Pick<PlannedStep, 'surface' | 'group' | 'headers' | 'body' | 'turns'> & {
  readonly expect: CallExpectation
}

const noClaims: BodyClaims = { equals: [], has: [], lacks: [], matches: undefined }
const defaultTurns: readonly Turn[] = [{ text: 'hello from the provider' }]

/** A call as the step of a case. */
export function ownStep({ expect, turns: given, ...call }: Given): PlannedStep {
  const turns = given.length === 0 ? defaultTurns : given
  const outcomes = listed(expect.outcome, ['ok'])
  const isAnswered = outcomes.every((outcome) => outcome === 'ok')
  return {
    ...call,
    as: 'user',
    marker: undefined,
    turns,
    fallbackTurns: [],
    reply: expectedReply(answeringTurn([turns])),
    outcomes,
    statuses: listed(expect.status, isAnswered ? [200] : []),
    counts: listed(expect.requests, [1]),
    clientBody: noClaims,
    upstreamBody: noClaims,
  }
}

function listed<One extends string | number>(
  value: One | readonly One[] | undefined,
  otherwise: readonly One[],
): readonly One[] {
  if (value === undefined) return otherwise
  return typeof value === 'object' ? value : [value]
}
