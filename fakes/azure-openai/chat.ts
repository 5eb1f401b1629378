import type { OperationHandler, Reply } from '../../src/fake-kit/reply.ts'
import { createChatCompletion } from '../surfaces/chat-completions/create.ts'
import { type Fields, fieldsOf, listOf } from '../surfaces/fields.ts'
import { filteredResults, promptFilterResults, safeResults } from './content-filter.ts'
import type { Deployments } from './deployments.ts'
import { lateFiltered } from './late-filter.ts'
import { limitedHeaders } from './reply-headers.ts'

/** `POST …/chat/completions`: OpenAI's answer, with what the content filter found in the prompt and in each choice. */
export function createFilteredChatCompletion(deployments: Deployments): OperationHandler {
  return (call) => {
    const isLate = deployments.filtersLate(call.params['deployment'] ?? '')
    const reply = withFindings(createChatCompletion(call), isLate)
    return reply.kind === 'error' ? reply : { ...reply, headers: limitedHeaders(call) }
  }
}

function withFindings(reply: Reply, isLate: boolean): Reply {
  switch (reply.kind) {
    case 'json':
      return { ...reply, body: { ...withChoices(fieldsOf(reply.body)), prompt_filter_results: promptFilterResults } }
    case 'stream': {
      const events = isLate
        ? lateFiltered(reply.events)
        : reply.events.map((event) => ({ ...event, data: withChoices(fieldsOf(event.data)) }))
      return { ...reply, events: [{ data: promptChunk }, ...events] }
    }
    case 'bytes':
    case 'error':
      return reply
  }
}

/** The first of a stream speaks of the prompt alone: microsoft/autogen#6465. */
const promptChunk: object = {
  choices: [],
  created: 0,
  id: '',
  model: '',
  object: '',
  prompt_filter_results: promptFilterResults,
}

/** An error within a stream has no choices, and stays as it is. */
function withChoices(body: Fields): Fields {
  if (!('choices' in body)) return body
  const choices = listOf(body['choices']).map((choice) => withResults(fieldsOf(choice)))
  return { ...body, choices }
}

/** A delta that says nothing has nothing to be filtered. */
function withResults(choice: Fields): Fields {
  const { finish_reason: finish, message, delta } = choice
  if (finish === 'content_filter') return { ...choice, content_filter_results: filteredResults }
  const content = fieldsOf(message ?? delta)['content']
  const results = typeof content === 'string' && content !== '' ? safeResults : {}
  return { ...choice, content_filter_results: results }
}
