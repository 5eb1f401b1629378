import fc from 'fast-check'
import { isRecord } from '../../src/contract/pointer.ts'

type Body = Readonly<Record<string, unknown>>
type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>

/** Texts get a number each, so that every leaf can be told from every other. */
const text = fc.string({ maxLength: 12 }).map((value) => `~${value}`)
const word = fc.constantFrom('look', 'ask', 'weather', 'clock~s')
const limit = fc.integer({ min: 16, max: 9999 })
const fraction = fc.double({ min: 0.01, max: 0.99, noNaN: true })
const flag = fc.boolean()
const schema = fc
  .dictionary(word, fc.record({ type: fc.constantFrom('string', 'number'), description: text }), {
    minKeys: 1,
    maxKeys: 3,
  })
  .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) }))

/** Any of these members, besides those that have to be there. */
function some(required: Members, optional: Members): fc.Arbitrary<Body> {
  const requiredKeys = Object.keys(required)
  return fc.record({ ...required, ...optional }, { requiredKeys, noNullPrototype: true })
}

function listOf<T>(element: fc.Arbitrary<T>, maxLength = 4): fc.Arbitrary<T[]> {
  return fc.array(element, { minLength: 1, maxLength })
}

/** Numbers every text of a body, in order. */
function numbered(value: unknown, next = counter()): unknown {
  if (typeof value === 'string') return value.startsWith('~') ? `${value.slice(1)}-${next()}` : value
  if (Array.isArray(value)) return value.map((item) => numbered(item, next))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, numbered(item, next)]))
}

function counter(): () => number {
  let last = 0
  return () => ++last
}

function bodies(required: Members, optional: Members): fc.Arbitrary<Body> {
  return some({ model: fc.constant('my-alias'), ...required }, optional).map((body) => {
    const told = numbered(body)
    return isRecord(told) ? told : {}
  })
}

const shared: Members = {
  temperature: fraction,
  top_p: fraction,
  parallel_tool_calls: fc.constant(false),
  metadata: fc.dictionary(word, text, { minKeys: 1, maxKeys: 3 }),
  store: fc.constant(true),
  stream: fc.constant(true),
  service_tier: fc.constantFrom('auto', 'flex'),
  user: text,
  safety_identifier: text,
  prompt_cache_key: text,
  top_logprobs: limit,
}

const chatText = fc.record({ type: fc.constant('text'), text })
const chatImage = fc.record({
  type: fc.constant('image_url'),
  image_url: some({ url: text }, { detail: fc.constantFrom('low', 'high') }),
})
const chatFile = fc.record({ type: fc.constant('file'), file: fc.record({ file_data: text, filename: text }) })
const chatCall = fc.oneof(
  fc.record({ id: text, type: fc.constant('function'), function: fc.record({ name: text, arguments: text }) }),
  fc.record({ id: text, type: fc.constant('custom'), custom: fc.record({ name: text, input: text }) }),
)
const chatMessage = fc.oneof(
  fc.record({
    role: fc.constantFrom('system', 'developer'),
    content: fc.oneof(text, listOf(chatText)),
  }),
  fc.record({ role: fc.constant('user'), content: fc.oneof(text, listOf(fc.oneof(chatText, chatImage, chatFile))) }),
  fc.record({ role: fc.constant('assistant'), content: fc.oneof(text, listOf(chatText)) }),
  fc.record({ role: fc.constant('assistant'), content: text, tool_calls: listOf(chatCall, 3) }),
  fc.record({ role: fc.constant('tool'), tool_call_id: text, content: fc.oneof(text, listOf(chatText)) }),
)
const chatTool = fc.oneof(
  fc.record({
    type: fc.constant('function'),
    function: some({ name: text }, { description: text, parameters: schema, strict: flag }),
  }),
  fc.record({
    type: fc.constant('custom'),
    custom: some(
      { name: text },
      {
        description: text,
        format: fc.record({
          type: fc.constant('grammar'),
          grammar: fc.record({ syntax: fc.constantFrom('lark', 'regex'), definition: text }),
        }),
      },
    ),
  }),
)
const chatChoice = fc.oneof(
  fc.constantFrom('none', 'required'),
  fc.record({ type: fc.constant('function'), function: fc.record({ name: text }) }),
)
const jsonFormat = { name: text, schema, strict: flag }

/** What Chat Completions has and the Responses API does not. */
const chatOnly: Members = {
  stop: fc.oneof(text, listOf(text)),
  seed: limit,
  logit_bias: fc.dictionary(fc.constantFrom('5', '17'), limit, { minKeys: 1 }),
}

/** Chat Completions requests. No member has its default: to leave that out changes nothing. */
export const chatRequests: fc.Arbitrary<Body> = bodies(
  { messages: listOf(chatMessage, 8) },
  {
    ...shared,
    ...chatOnly,
    tools: listOf(chatTool, 3),
    tool_choice: chatChoice,
    response_format: fc.oneof(
      fc.constant({ type: 'json_object' }),
      fc.record({ type: fc.constant('json_schema'), json_schema: fc.record(jsonFormat) }),
    ),
    verbosity: fc.constantFrom('low', 'high'),
    reasoning_effort: fc.constantFrom('low', 'high'),
    max_completion_tokens: limit,
    logprobs: fc.constant(true),
  },
)

const outputText = fc.record({ type: fc.constant('output_text'), text })
const inputText = fc.record({ type: fc.constant('input_text'), text })
const inputImage = fc.record({
  type: fc.constant('input_image'),
  image_url: text,
  detail: fc.constantFrom('low', 'high'),
})
const item = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'developer'), content: fc.oneof(text, listOf(inputText)) }),
  fc.record({ role: fc.constant('user'), content: fc.oneof(text, listOf(fc.oneof(inputText, inputImage))) }),
  fc.record({ type: fc.constant('message'), role: fc.constant('assistant'), content: listOf(outputText) }),
  fc.record({ type: fc.constant('function_call'), call_id: text, name: text, arguments: text }),
  fc.record({
    type: fc.constant('function_call_output'),
    call_id: text,
    output: fc.oneof(text, listOf(inputText)),
  }),
)
const responsesTool = fc.record(
  { type: fc.constant('function'), name: text, description: text, parameters: schema, strict: flag },
  { requiredKeys: ['type', 'name', 'strict'], noNullPrototype: true },
)

/** Responses requests that Chat Completions has a place for. */
export const responsesRequests: fc.Arbitrary<Body> = bodies(
  { input: fc.oneof(text, listOf(item, 8)) },
  {
    ...shared,
    instructions: text,
    tools: listOf(responsesTool, 3),
    tool_choice: fc.oneof(
      fc.constantFrom('none', 'required'),
      fc.record({ type: fc.constant('function'), name: text }),
    ),
    text: fc.oneof(
      fc.record({ verbosity: fc.constantFrom('low', 'high') }),
      fc.record({ format: fc.record({ type: fc.constant('json_schema'), ...jsonFormat }) }),
    ),
    reasoning: fc.record({ effort: fc.constantFrom('low', 'high') }),
    max_output_tokens: limit,
  },
)

/** Embeddings requests. */
export const embeddingsRequests: fc.Arbitrary<Body> = bodies(
  {
    input: fc.oneof(
      text,
      listOf(text, 6),
      fc.uniqueArray(limit, { minLength: 2, maxLength: 6 }),
      listOf(fc.uniqueArray(limit, { minLength: 2, maxLength: 4 }), 3),
    ),
  },
  { encoding_format: fc.constant('base64'), dimensions: limit, user: text },
)
