import type { ReplyOutcome } from '../capture/reply-view/outcome.ts'
import type { ExpectedReply } from '../checks/facts.ts'
import type { Turn, TurnDeltas, TurnToolCall, TurnUsage } from '../fake-kit/turn.ts'
import type { TurnFaults } from '../fake-kit/turn-faults.ts'
import type { RawStep, RawTurn, WrittenMembers } from './scenario.ts'

/** What a provider answers that nobody has told what to answer. */
export const defaultTurn: { readonly text: string } = { text: 'hello from the provider' }

/** The turns of a target as the file writes them, in order. Never empty. */
export function writtenTurns(reply: RawStep['reply']): readonly RawTurn[] {
  if (reply === undefined) return [defaultTurn]
  return isList(reply) ? reply : [reply]
}

function isList(reply: RawTurn | readonly RawTurn[]): reply is readonly RawTurn[] {
  return Array.isArray(reply)
}

export function toTurn({ 'tool-calls': calls, usage, deltas, faults, ...others }: RawTurn): Turn {
  return {
    ...others,
    ...(calls && { toolCalls: calls.map(toCall) }),
    ...(usage && { usage: inCode<TurnUsage>(usage) }),
    ...(deltas && { deltas: inCode<TurnDeltas>(deltas) }),
    ...(faults && { faults: inCode<TurnFaults>(faults) }),
  }
}

function toCall({ arguments: written, ...call }: NonNullable<RawTurn['tool-calls']>[number]): TurnToolCall {
  return { ...call, arguments: typeof written === 'string' ? written : JSON.stringify(written) }
}

/** Members under their names as in code: `delay-ms` is `delayMs`. */
function inCode<Type extends object>(written: WrittenMembers<Type>): Type {
  const renamed = Object.entries(written).map(([name, value]) => [
    name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  // The type of the file's names is made from that of the code's.
  return Object.fromEntries(renamed) as Type
}

/** Whether the provider fails, says no or breaks off, so that there is no answer to compare with. */
export function fails({ failure, error, faults }: Turn): boolean {
  return failure !== undefined || error !== undefined || faults?.cut !== undefined
}

/**
 * What the client is to read: the last turn of the first target that does not fail in the end; of the last target, where
 * all do.
 * @param turns of each target, in the order in which they are tried
 */
export function answeringTurn(turns: readonly (readonly Turn[])[]): Turn {
  const last = turns.map((ofTarget) => ofTarget.at(-1) ?? {})
  return last.find((turn) => !fails(turn)) ?? last.at(-1) ?? {}
}

/** What the client reads when the turn comes through. */
export function expectedReply({ text, structured, toolCalls = [], finish }: Turn): ExpectedReply {
  return {
    text: structured === undefined ? (text ?? '') : structuredText(structured),
    toolCalls: toolCalls.map(({ name, arguments: input }) => ({ name, arguments: input })),
    finish: finish ?? (toolCalls.length > 0 ? 'tool-calls' : 'stop'),
  }
}

function structuredText(structured: NonNullable<Turn['structured']>): string | undefined {
  return structured === 'sampled' ? undefined : JSON.stringify(structured.value)
}

/** Without a word of the scenario the client gets an answer. */
export function expectedOutcomes(outcome: ReplyOutcome | readonly ReplyOutcome[] = 'ok'): readonly ReplyOutcome[] {
  return typeof outcome === 'string' ? [outcome] : outcome
}

/** Without a word of the scenario an answer has the status 200, and whatever is no answer any. */
export function expectedStatuses(
  status: number | readonly number[] | undefined,
  outcomes: readonly ReplyOutcome[],
): readonly number[] {
  if (status === undefined) return outcomes.every((outcome) => outcome === 'ok') ? [200] : []
  return typeof status === 'number' ? [status] : status
}

/** Without a word of the scenario one request of the client is one provider request. */
export function expectedCounts(count: number | readonly number[] = 1): readonly number[] {
  return typeof count === 'number' ? [count] : count
}
