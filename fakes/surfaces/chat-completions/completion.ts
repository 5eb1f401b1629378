import type { WireCall } from '../tool-calls.ts'
import { type ChatAnswer, type ChatChoice, chatLogprobs } from './answer.ts'
import type { ChatRequest } from './request.ts'

/** The answer as one JSON object. */
export function completionOf(request: ChatRequest, answer: ChatAnswer): object {
  return {
    id: answer.id,
    object: 'chat.completion',
    created: answer.created,
    model: request.model,
    choices: answer.choices.map((choice) => choiceObject(request, choice)),
    usage: answer.usage,
    service_tier: request.serviceTier,
    system_fingerprint: null,
  }
}

function choiceObject(request: ChatRequest, choice: ChatChoice): object {
  const { index, content, refusal, finish } = choice
  const message = { role: 'assistant', content, ...calledTools(request, choice), refusal, annotations: [] }
  return { index, message, ...chatLogprobs(request, choice), finish_reason: finish }
}

function calledTools(request: ChatRequest, { calls }: ChatChoice): object {
  const [first] = calls
  if (first === undefined) return {}
  if (request.usesFunctions) return { function_call: { name: first.name, arguments: first.input } }
  return { tool_calls: calls.map(toolCallObject) }
}

function toolCallObject({ kind, id, name, input }: WireCall): object {
  return kind === 'custom'
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } }
}
