import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import { toClaims } from '../scenario/plan-step.ts'
import type { PlannedStep } from '../scenario/planned.ts'
import {
  answeringTurn,
  defaultTurn,
  expectedCounts,
  expectedOutcomes,
  expectedReply,
  expectedStatuses,
} from '../scenario/turns.ts'

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

/** A call as the step of a case. */
export function ownStep({ expect, turns: given, ...call }: Given): PlannedStep {
  const turns = given.length === 0 ? [defaultTurn] : given
  const outcomes = expectedOutcomes(expect.outcome)
  return {
    ...call,
    as: 'user',
    marker: undefined,
    turns,
    fallbackTurns: [],
    reply: expectedReply(answeringTurn([turns])),
    outcomes,
    statuses: expectedStatuses(expect.status, outcomes),
    counts: expectedCounts(expect.requests),
    clientBody: toClaims(undefined),
    upstreamBody: toClaims(undefined),
  }
}
