import type { Call } from '../../../src/fake-kit/reply.ts'
import type { Turn, TurnFailure } from '../../../src/fake-kit/turn.ts'
import { failureError } from '../failure.ts'
import { usageOf } from '../usage.ts'
import { closedItem, type ItemStatus, type OutputItem, outputItems } from './output.ts'
import type { ResponseRequest } from './request.ts'
import { responseObject } from './response-object.ts'

/** The answer to a Responses request, whole or streamed. */
export interface ResponseAnswer {
  readonly id: string
  readonly items: readonly OutputItem[]
  /** Of the item with this index at its end. */
  statusOf(index: number): ItemStatus
  /** The response before it says anything. */
  begun(status: 'queued' | 'in_progress'): object
  readonly finished: object
  readonly end: 'completed' | 'incomplete' | 'failed'
}

const incompleteReasons: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
}

export function responseAnswer(request: ResponseRequest, turn: Turn, call: Call): ResponseAnswer {
  const id = call.id('response')
  const reason = incompleteReasons[turn.finish ?? 'stop']
  const itemsEnd = reason === undefined ? 'completed' : 'incomplete'
  const items = outputItems(request, turn, call)
  const statusOf = (index: number) => (index === items.length - 1 ? itemsEnd : 'completed')
  const head = { id, createdAt: call.now }
  const whole = {
    ...head,
    status: itemsEnd,
    output: items.map((item, index) => closedItem(item, statusOf(index))),
    usage: usageObject(request, turn),
    ...(reason === undefined ? {} : { incompleteReason: reason }),
  } as const
  const failed =
    turn.failure && ({ ...head, status: 'failed', output: [], error: responseError(turn.failure) } as const)
  return {
    id,
    items,
    statusOf,
    begun: (status) => responseObject(request, { ...head, status, output: [] }),
    finished: responseObject(request, failed ?? whole),
    end: failed?.status ?? itemsEnd,
  }
}

/** Without a code of the provider's list the contract would not have it. */
function responseError(failure: TurnFailure): object {
  const { code, message } = failureError(failure)
  return { code: code ?? 'server_error', message }
}

function usageObject(request: ResponseRequest, turn: Turn): object {
  const { input, output, cachedInput, reasoning } = usageOf(turn, request.inputTokens)
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cachedInput },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }
}
