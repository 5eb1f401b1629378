import type { Call } from '../../../src/fake-kit/reply.ts'
import type { Turn } from '../../../src/fake-kit/turn.ts'
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
  readonly end: 'completed' | 'incomplete'
}

const incompleteReasons: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
}

export function responseAnswer(request: ResponseRequest, turn: Turn, call: Call): ResponseAnswer {
  const id = call.id('response')
  const reason = incompleteReasons[turn.finish ?? 'stop']
  const end = reason === undefined ? 'completed' : 'incomplete'
  const items = outputItems(request, turn, call)
  const statusOf = (index: number) => (index === items.length - 1 ? end : 'completed')
  const head = { id, createdAt: call.now }
  return {
    id,
    items,
    statusOf,
    begun: (status) => responseObject(request, { ...head, status, output: [] }),
    finished: responseObject(request, {
      ...head,
      status: end,
      output: items.map((item, index) => closedItem(item, statusOf(index))),
      usage: usageObject(request, turn),
      ...(reason === undefined ? {} : { incompleteReason: reason }),
    }),
    end,
  }
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
