import { failureOf } from '../bridge/response-parts.ts'
import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import { providerFailed } from '../refusal.ts'
import { annotationsOf, endOf, headOf, logprobsOf, usageOf } from './chat-parts.ts'
import { callItem, itemId } from './output-items.ts'
import type { ItemStatus, OutputItem, OutputPart, ResponseHead, ResponseState } from './response-shapes.ts'

/** What the client asked for, as far as its response repeats it. */
export interface ResponseAsked {
  /** The name under which it asked for the model. */
  readonly model: string
  /** Its request. */
  readonly fields: JsonObject
}

/**
 * A Chat completion of one choice as a Responses object.
 * @throws GatewayRefusal when the completion is none
 */
export function responseOf(completion: JsonObject, asked: ResponseAsked): JsonObject {
  if (completion['error'] != null) throw failureOf(completion['error'])
  const [choice] = objectsIn(completion['choices'])
  if (!choice) throw providerFailed('The provider answered with a completion that has no choice.', 'provider_reply')
  const head = headOf(completion, asked.model)
  const usage = completion['usage'] == null ? undefined : usageOf(membersOf(completion['usage']))
  const end = endOf(choice['finish_reason'])
  return responseObject(head, asked.fields, { ...end, output: outputOf(choice, head, end.status), usage })
}

/** What a response says where the request was silent. */
const silent: JsonObject = {
  instructions: null,
  max_output_tokens: null,
  metadata: {},
  parallel_tool_calls: true,
  prompt_cache_key: null,
  safety_identifier: null,
  // Nothing is kept that could be asked for later.
  store: false,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  user: null,
}

/** A response at one moment of its life, in full: strict clients refuse one that lacks a member. */
export function responseObject(head: ResponseHead, fields: JsonObject, state: ResponseState): JsonObject {
  const repeated = Object.entries(silent).map(([name, value]) => [name, fields[name] ?? value])
  return {
    id: head.id,
    object: 'response',
    created_at: head.createdAt,
    status: state.status,
    background: false,
    error: state.error ?? null,
    incomplete_details: state.incompleteReason === undefined ? null : { reason: state.incompleteReason },
    max_tool_calls: null,
    model: head.model,
    output: state.output,
    previous_response_id: null,
    reasoning: { effort: null, summary: null, ...membersOf(fields['reasoning']) },
    service_tier: head.serviceTier ?? fields['service_tier'] ?? 'auto',
    text: { format: { type: 'text' }, ...membersOf(fields['text']) },
    truncation: 'disabled',
    usage: state.usage ?? null,
    ...Object.fromEntries(repeated),
  }
}

/** What was said, then what was called. What a limit or a filter ended, is the last of them. */
function outputOf(choice: JsonObject, { id }: ResponseHead, end: 'completed' | 'incomplete'): OutputItem[] {
  const message = membersOf(choice['message'])
  const calls = objectsIn(message['tool_calls'])
  const content = contentOf(message, choice['logprobs'], calls.length > 0)
  const said = content.length > 0 ? 1 : 0
  const statusAt = (index: number): ItemStatus => (index === said + calls.length - 1 ? end : 'completed')
  return [
    ...(said > 0
      ? [{ id: `msg_${itemId(id, 0)}`, type: 'message', status: statusAt(0), role: 'assistant', content } as const]
      : []),
    ...calls.map((call, index) => callItem(itemId(id, said + index), call, statusAt(said + index))),
  ]
}

/** An empty text says nothing beside calls; alone it is the answer. */
function contentOf(message: JsonObject, logprobs: unknown, hasCalls: boolean): OutputPart[] {
  const { content, refusal, annotations } = message
  const isSaid = typeof content === 'string' && (content !== '' || (!hasCalls && refusal == null))
  return [
    ...(isSaid
      ? [
          {
            type: 'output_text',
            text: content,
            annotations: annotationsOf(annotations),
            logprobs: logprobsOf(logprobs),
          } as const,
        ]
      : []),
    ...(typeof refusal === 'string' ? [{ type: 'refusal', refusal: textOf(refusal) } as const] : []),
  ]
}
