import { isRecord } from '../../../contract/pointer.ts'
import { keep, lift, type Rewrite, type Rewrites, rewrite, served, unlessNull } from '../bridge/rewrite.ts'
import type { JsonObject } from '../json.ts'

export interface CodexRequest {
  readonly request: JsonObject
  /** What the back end does not take, as paths into the Responses body. */
  readonly lost: readonly string[]
}

/**
 * A Responses request as the ChatGPT back end of Codex takes it: a stream, nothing stored, the input a list, instructions in
 * any case, and of the other fields only those it knows. Their values are its own business.
 */
export function codexRequest(sent: JsonObject): CodexRequest {
  const lost: string[] = []
  const request = rewrite(sent, codexFields, '', lost)
  return { request: { ...request, instructions: request['instructions'] ?? '', store: false, stream: true }, lost }
}

const input: Rewrite = (value, { name }) => {
  if (typeof value === 'string') return { [name]: [{ type: 'message', role: 'user', content: value }] }
  return { [name]: Array.isArray(value) ? value.map(withoutSystemRole) : value }
}

/** System messages are refused; those of a developer mean the same to the models that are served. */
function withoutSystemRole(item: unknown): unknown {
  return isRecord(item) && item['role'] === 'system' ? { ...item, role: 'developer' } : item
}

/** Nothing is stored, so that nothing may be asked to be. */
const store: Rewrite = (value, { at, lost }) => {
  if (value === true) lost.push(at)
  return {}
}

const tiers: readonly unknown[] = ['priority', 'ultrafast']

const serviceTier: Rewrite = (value, { name, at, lost }) => {
  if (tiers.includes(value)) return { [name]: value }
  if (value !== null) lost.push(at)
  return {}
}

const streamOptions: Rewrite = (value, member) => {
  const options = isRecord(value) ? lift({ reasoning_summary_delivery: keep })(value, member) : {}
  return Object.keys(options).length > 0 ? { stream_options: options } : {}
}

const kept = unlessNull(keep)

const codexFields: Rewrites = {
  model: keep,
  instructions: kept,
  input,
  tools: kept,
  tool_choice: kept,
  parallel_tool_calls: kept,
  reasoning: kept,
  text: kept,
  include: kept,
  prompt_cache_key: kept,
  client_metadata: kept,
  access_programs: kept,
  service_tier: serviceTier,
  stream_options: streamOptions,
  store,
  stream: served,
}
