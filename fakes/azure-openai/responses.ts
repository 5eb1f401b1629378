import type { OperationHandler, Reply } from '../../src/fake-kit/reply.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../surfaces/fields.ts'
import { responseHandlers } from '../surfaces/responses/handlers.ts'
import { completionResults, safeResults } from './content-filter.ts'
import { unlimitedHeaders } from './reply-headers.ts'

/** The operations of the surface without dates, and what they are called on the dated one. */
const datedNames: Readonly<Record<string, string>> = {
  createResponse: 'createDatedResponse',
  retrieveResponse: 'retrieveDatedResponse',
  deleteResponse: 'deleteDatedResponse',
  cancelResponse: 'cancelDatedResponse',
  listResponseInputItems: 'listDatedResponseInputItems',
}

/** Both surfaces have one store. */
export function filteredResponseHandlers(): Readonly<Record<string, OperationHandler>> {
  const handlers = Object.entries(responseHandlers()).flatMap(([name, handler]) => {
    const dated = datedNames[name]
    if (dated === undefined) return []
    const filtered = withContentFilter(handler)
    return [
      [name, filtered],
      [dated, filtered],
    ] as const
  })
  return Object.fromEntries(handlers)
}

function withContentFilter(handler: OperationHandler): OperationHandler {
  return (call) => {
    const reply = withFindings(handler(call))
    return reply.kind === 'error' ? reply : { ...reply, headers: unlimitedHeaders(call) }
  }
}

function withFindings(reply: Reply): Reply {
  switch (reply.kind) {
    case 'json': {
      const body = fieldsOf(reply.body)
      return body['object'] === 'response' ? { ...reply, body: withFilters(body) } : reply
    }
    case 'stream':
      return { ...reply, events: reply.events.map((event) => ({ ...event, data: eventData(fieldsOf(event.data)) })) }
    case 'bytes':
    case 'error':
      return reply
  }
}

function eventData(data: Fields): Fields {
  return 'response' in data ? { ...data, response: withFilters(fieldsOf(data['response'])) } : data
}

/** Nothing is known before the response is over. */
function withFilters(response: Fields): Fields {
  const isOver = response['usage'] !== null && response['usage'] !== undefined
  const length = textLength(response)
  return { ...response, content_filters: isOver ? [finding('prompt', 0), finding('completion', length)] : null }
}

function finding(source: 'prompt' | 'completion', length: number): object {
  return {
    blocked: false,
    source_type: source,
    content_filter_raw: null,
    content_filter_results: source === 'prompt' ? safeResults : completionResults,
    content_filter_offsets: { start_offset: 0, end_offset: length, check_offset: 0 },
  }
}

function textLength(response: Fields): number {
  const parts = listOf(response['output']).flatMap((item) => listOf(fieldsOf(item)['content']))
  return parts.reduce<number>((sum, part) => sum + textOf(fieldsOf(part)['text']).length, 0)
}
