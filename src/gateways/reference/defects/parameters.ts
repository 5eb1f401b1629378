import { type JsonObject, membersOf } from '../json.ts'
import { changingBridged, changingPassed, changingSent, type Defect } from './defect.ts'

const losesZeros: Defect = {
  id: 'loses-zeros',
  title: 'Zero, false and the empty text are taken for nothing, and left out.',
  sources: ['speakeasy-api/gram#3503'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingSent(stages, (sent) => kept(sent, (value) => ![0, false, ''].some((zero) => zero === value))),
}

const singlePrecision: Defect = {
  id: 'single-precision',
  title: 'Numbers are held in half the precision that JSON readers have.',
  sources: ['speakeasy-api/gram#3503'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingSent(stages, (sent) => {
      const members = Object.entries(sent).map(([name, value]) => [
        name,
        typeof value === 'number' ? Math.fround(value) : value,
      ])
      return Object.fromEntries(members)
    }),
}

const capsEffort: Defect = {
  id: 'caps-effort',
  title: 'The highest efforts become high, also for models that have them.',
  sources: ['theopenco/llmgateway#3028', 'BerriAI/litellm#38222'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingSent(stages, (sent) => ({
      ...sent,
      ...('reasoning_effort' in sent && { reasoning_effort: capped(sent['reasoning_effort']) }),
      ...('reasoning' in sent && { reasoning: withCappedEffort(membersOf(sent['reasoning'])) }),
    })),
}

function withCappedEffort(reasoning: JsonObject): JsonObject {
  return 'effort' in reasoning ? { ...reasoning, effort: capped(reasoning['effort']) } : reasoning
}

function capped(effort: unknown): unknown {
  return effort === 'xhigh' || effort === 'max' ? 'high' : effort
}

const defaultsWin: Defect = {
  id: 'defaults-win',
  title: 'A setting that is to fill a hole takes the place of what the client sent.',
  sources: ['higress-group/higress#1213'],
  trips: ['account/no-altered-value'],
  stages: (stages) => ({
    ...stages,
    fillIn: (call) => ({ ...call, body: { ...call.body, ...structuredClone(call.route.defaults) } }),
  }),
}

const metadataWithoutStore: Defect = {
  id: 'metadata-without-store',
  title: 'Metadata is sent on, and the store that it needs is not.',
  sources: ['BerriAI/litellm#23087', 'langchain-ai/langchain-litellm#8'],
  trips: ['account/no-silent-loss', 'contract/upstream-request'],
  stages: (stages) => changingPassed(stages, (sent) => without(sent, 'store')),
}

const addsSampling: Defect = {
  id: 'adds-sampling',
  title: 'Sampling settings of the gateway are sent where the client sent none, also to models that refuse them.',
  sources: ['QuantumNous/new-api#4792', 'BerriAI/litellm#52341'],
  trips: ['account/no-unaccounted-field', 'contract/upstream-request'],
  stages: (stages) => changingSent(stages, (sent) => ({ temperature: 0.7, top_p: 0.95, ...sent })),
}

const addsOutputLimit: Defect = {
  id: 'adds-output-limit',
  title: "The limit of a model in the gateway's catalogue is sent as the client's.",
  sources: ['cline/cline#10990', 'cline/cline#11012'],
  trips: ['account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { route }) => {
      if ('max_tokens' in sent) return sent
      const limit = route.surface === 'responses' ? 'max_output_tokens' : 'max_completion_tokens'
      return { [limit]: 4096, ...sent }
    }),
}

/** What a gateway of two years ago knew of a chat request. */
const known = new Set([
  ...['model', 'messages', 'stream', 'stream_options', 'temperature', 'top_p', 'n', 'stop', 'max_tokens', 'user'],
  ...[
    'presence_penalty',
    'frequency_penalty',
    'logit_bias',
    'logprobs',
    'top_logprobs',
    'seed',
    'tools',
    'tool_choice',
  ],
  ...['parallel_tool_calls', 'response_format', 'functions', 'function_call', 'metadata', 'store'],
])

const swallowsUnknown: Defect = {
  id: 'swallows-unknown',
  title: 'A field of a chat request that the gateway does not know is left out without a word.',
  sources: ['maximhq/bifrost#6132', 'maximhq/bifrost#6457'],
  trips: ['account/no-silent-loss', 'reply/status'],
  stages: (stages) => ({
    ...stages,
    fillIn: (call) => {
      const filled = stages.fillIn(call)
      if (call.surface !== 'chat-completions') return filled
      return { ...filled, body: kept(filled.body, (_, name) => known.has(name)) }
    },
  }),
}

const verbosityLost: Defect = {
  id: 'verbosity-lost',
  title: 'On the bridge the format of the text takes the place of its verbosity.',
  sources: ['BerriAI/litellm@1.81.5:verbosity'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingBridged(stages, (sent) => {
      const { format } = membersOf(sent['text'])
      return format === undefined ? sent : { ...sent, text: { format } }
    }),
}

const clientMetadataLost: Defect = {
  id: 'client-metadata-lost',
  title: 'client_metadata is removed on the way to a provider that takes it.',
  sources: ['BerriAI/litellm#34926'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => changingPassed(stages, (sent) => without(sent, 'client_metadata')),
}

const schemaDowngraded: Defect = {
  id: 'schema-downgraded',
  title: 'An answer after a schema is asked for as any JSON, and the schema goes no further.',
  sources: ['decolua/9router#1344', 'router-for-me/CLIProxyAPI#5533'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      const isSchema = membersOf(sent['response_format'])['type'] === 'json_schema'
      return isSchema ? { ...sent, response_format: { type: 'json_object' } } : sent
    }),
}

function without(sent: JsonObject, dropped: string): JsonObject {
  return kept(sent, (_, name) => name !== dropped)
}

function kept(sent: JsonObject, isKept: (value: unknown, name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(sent).filter(([name, value]) => isKept(value, name)))
}

/** Parameters that are changed, lost, or made up. */
export const parametersDefects: readonly Defect[] = [
  losesZeros,
  singlePrecision,
  capsEffort,
  defaultsWin,
  metadataWithoutStore,
  addsSampling,
  addsOutputLimit,
  swallowsUnknown,
  verbosityLost,
  clientMetadataLost,
  schemaDowngraded,
]
