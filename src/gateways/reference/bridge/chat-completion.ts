import { type JsonObject, objectsIn, textOf } from '../json.ts'
import { providerFailed } from '../refusal.ts'
import type { ChatCompletion, ChatMessage, ChatToolCall } from './chat-shapes.ts'
import { envelopeOf, failureOf, finishOf, logprobsOf, usageOf } from './response-parts.ts'

/**
 * A Responses object as a Chat completion of one choice.
 * @param model what the client asked for
 * @throws GatewayRefusal when the response failed, or never came to an end
 */
export function chatCompletion(response: JsonObject, model: string): ChatCompletion {
  if (response['status'] === 'failed' || response['error'] != null) throw failureOf(response['error'])
  if (response['status'] !== 'completed' && response['status'] !== 'incomplete') {
    throw providerFailed('The provider answered with a response that has not ended.', 'provider_reply')
  }
  const output = objectsIn(response['output'])
  const parts = output.filter(({ type }) => type === 'message').flatMap(({ content }) => objectsIn(content))
  const calls = output.flatMap(toolCalls)
  const usage = usageOf(response)
  return {
    ...envelopeOf(response, model),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: messageOf(parts, calls),
        logprobs: logprobsOf(parts.flatMap(({ logprobs }) => objectsIn(logprobs))),
        finish_reason: finishOf(response, calls.length > 0),
      },
    ],
    ...(usage && { usage }),
  }
}

function messageOf(parts: readonly JsonObject[], calls: readonly ChatToolCall[]): ChatMessage {
  return {
    role: 'assistant',
    content: joined(parts, 'output_text', 'text'),
    refusal: joined(parts, 'refusal', 'refusal'),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

/** `null` where there is no such part: Chat tells nothing said from an empty text. */
function joined(parts: readonly JsonObject[], type: string, member: string): string | null {
  const texts = parts.filter((part) => part['type'] === type).map((part) => textOf(part[member]))
  return texts.length > 0 ? texts.join('') : null
}

function toolCalls(item: JsonObject): ChatToolCall[] {
  const [id, name] = [textOf(item['call_id']), textOf(item['name'])]
  switch (item['type']) {
    case 'function_call':
      return [{ id, type: 'function', function: { name, arguments: textOf(item['arguments']) } }]
    case 'custom_tool_call':
      return [{ id, type: 'custom', custom: { name, input: textOf(item['input']) } }]
    default:
      return []
  }
}
