import type { TranslatedCall } from '../call.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { malformed } from '../refusal.ts'
import type { Defect } from './defect.ts'

/** Changes what is sent to the back end of Codex. */
function changingCodex(stages: Stages, change: (sent: JsonObject, call: TranslatedCall) => JsonObject): Stages {
  return {
    ...stages,
    fitProvider: (call) => {
      const fitted = stages.fitProvider(call)
      return call.route.provider === 'codex' ? { ...fitted, sent: change(fitted.sent, call) } : fitted
    },
  }
}

/** What the back end does not take is left out, and nobody is told. */
function untold(stages: Stages, call: TranslatedCall): TranslatedCall {
  const { gateway, dropped } = call
  const config = { ...gateway.config, onUnsupported: 'drop' as const }
  return { ...stages.fitProvider({ ...call, gateway: { ...gateway, config } }), gateway, dropped }
}

const codexPassesParameters: Defect = {
  id: 'codex-passes-parameters',
  title: 'Whatever the client sends is passed on to the back end of Codex.',
  sources: [
    'BerriAI/litellm#21193',
    'decolua/9router#812',
    'router-for-me/CLIProxyAPI#897',
    'QuantumNous/new-api#4792',
  ],
  trips: ['expect/upstream'],
  stages: (stages) => ({
    ...stages,
    fitProvider: (call) => {
      const fitted = untold(stages, call)
      return { ...fitted, sent: { ...call.sent, ...fitted.sent } }
    },
  }),
}

const codexSwallowsParameters: Defect = {
  id: 'codex-swallows-parameters',
  title: 'What the back end of Codex does not take is left out without a word.',
  sources: ['BerriAI/litellm#21209', 'langwatch/langwatch#7507'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({ ...stages, fitProvider: (call) => untold(stages, call) }),
}

const codexAsksAsClient: Defect = {
  id: 'codex-asks-as-client',
  title: 'The back end of Codex, which only streams, is asked for what the client asked for.',
  sources: ['QuantumNous/new-api#5031', 'QuantumNous/new-api#5819', 'QuantumNous/new-api#3298'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingCodex(stages, ({ stream: _, ...sent }, call) => ({ ...sent, ...streamOf(call.body) })),
}

function streamOf({ stream }: JsonObject): JsonObject {
  return stream === undefined ? {} : { stream }
}

const codexKeepsStringInput: Defect = {
  id: 'codex-keeps-string-input',
  title: 'An input that is a text is sent as a text.',
  sources: ['QuantumNous/new-api#4404'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingCodex(stages, (sent, call) => ({ ...sent, input: textOr(call.sent, sent) })),
}

function textOr({ input }: JsonObject, { input: fitted }: JsonObject): unknown {
  return typeof input === 'string' ? input : fitted
}

const codexKeepsSystemRole: Defect = {
  id: 'codex-keeps-system-role',
  title: 'System messages are sent to the back end of Codex under their own role.',
  sources: ['router-for-me/CLIProxyAPI#3510', 'tingly-dev/tingly-box#1489'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingCodex(stages, (sent, call) => ({
      ...sent,
      input: Array.isArray(call.sent['input']) ? call.sent['input'] : sent['input'],
    })),
}

const codexForgetsStore: Defect = {
  id: 'codex-forgets-store',
  title: 'The back end of Codex is not told that nothing is to be stored.',
  sources: ['tinyhumansai/openhuman#3201', 'openai/codex#26173', 'aden-hive/hive#7056'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingCodex(stages, ({ store: _, ...sent }) => sent),
}

const codexForgetsInstructions: Defect = {
  id: 'codex-forgets-instructions',
  title: 'A request without instructions is sent to the back end of Codex without any.',
  sources: ['vybestack/llxprt-code#1197', 'mnfst/llm-gateway#1170'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingCodex(stages, ({ instructions, ...sent }) => ({ ...sent, ...(instructions !== '' && { instructions }) })),
}

const codexStreamTakenForJson: Defect = {
  id: 'codex-stream-taken-for-json',
  title: 'A stream that its provider does not label is read as JSON.',
  sources: ['QuantumNous/new-api#6075', 'KarpelesLab/teamclaude#154'],
  trips: ['reply/status', 'reply/text'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      const headers = { 'content-type': 'application/json', ...answered.reply.headers }
      return { ...answered, reply: { ...answered.reply, headers } }
    },
  }),
}

const codexInventsEffort: Defect = {
  id: 'codex-invents-effort',
  title: 'A little thinking is asked for in a word that the back end of Codex does not know.',
  sources: ['KarpelesLab/teamclaude#154'],
  trips: ['contract/upstream-request', 'account/no-altered-value'],
  stages: (stages) =>
    changingCodex(stages, (sent) => {
      const reasoning = membersOf(sent['reasoning'])
      return reasoning['effort'] === 'low' ? { ...sent, reasoning: { ...reasoning, effort: 'minimal' } } : sent
    }),
}

const codexDropsReasoningItems: Defect = {
  id: 'codex-drops-reasoning-items',
  title: 'The sealed reasoning of an earlier turn is left out of the next.',
  sources: ['BerriAI/litellm#50456'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingCodex(stages, (sent) => ({
      ...sent,
      input: objectsIn(sent['input']).filter(({ type }) => type !== 'reasoning'),
    })),
}

const codexAllowsTooLittle: Defect = {
  id: 'codex-allows-too-little',
  title: 'The list of fields that may pass to the back end of Codex lacks some that it takes.',
  sources: ['BerriAI/litellm#21209', 'BerriAI/litellm#34926'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingCodex(stages, (sent) => {
      const { text: _text, prompt_cache_key: _key, client_metadata: _metadata, ...allowed } = sent
      return allowed
    }),
}

const codexRefusesOwnItems: Defect = {
  id: 'codex-refuses-own-items',
  title: 'Items that the gateway has no type for are refused, although the provider takes them.',
  sources: ['envoyproxy/ai-gateway#2455', 'envoyproxy/ai-gateway#2459'],
  trips: ['reply/status'],
  stages: (stages) => ({
    ...stages,
    fitProvider: (call) => {
      const odd = objectsIn(call.sent['input']).find(({ type }) => typeof type === 'string' && !knownItems.has(type))
      if (odd === undefined) return stages.fitProvider(call)
      throw malformed(`unknown input item type: ${String(odd['type'])}`, 'input')
    },
  }),
}

const knownItems: ReadonlySet<string> = new Set([
  'message',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'reasoning',
])

const codexPassesResponseFormat: Defect = {
  id: 'codex-passes-response-format',
  title: 'The response format of Chat is passed on to the back end of Codex as it is.',
  sources: ['router-for-me/CLIProxyAPI#1647'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingCodex(stages, (sent, { body }) => {
      const { response_format } = body
      if (response_format === undefined) return sent
      const { text: _, ...rest } = sent
      return { ...rest, response_format }
    }),
}

const codexGetsChatBody: Defect = {
  id: 'codex-gets-chat-body',
  title: 'The body of a chat request is sent to the address of Responses.',
  sources: ['diegosouzapw/OmniRoute#806'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingCodex(stages, (sent, { surface, body, route }) =>
      surface === 'chat-completions' ? { ...body, model: route.model } : sent,
    ),
}

const codexNamesDisagree: Defect = {
  id: 'codex-names-disagree',
  title: 'The back end of Codex is told of one client in the originator, and of another in the user agent.',
  sources: ['Wei-Shaw/sub2api#3984', 'earendil-works/pi#1824'],
  trips: ['header/originator'],
  stages: (stages) => ({
    ...stages,
    address: (call) => {
      const addressed = stages.address(call)
      if (call.route.provider !== 'codex') return addressed
      const headers = { ...addressed.target.headers, 'user-agent': call.headers['user-agent'] ?? 'undici' }
      return { ...addressed, target: { ...addressed.target, headers } }
    },
  }),
}

/** What goes wrong on the way to the ChatGPT back end of Codex, and back. */
export const codexDefects: readonly Defect[] = [
  codexPassesParameters,
  codexSwallowsParameters,
  codexAsksAsClient,
  codexKeepsStringInput,
  codexKeepsSystemRole,
  codexForgetsStore,
  codexForgetsInstructions,
  codexStreamTakenForJson,
  codexInventsEffort,
  codexDropsReasoningItems,
  codexAllowsTooLittle,
  codexRefusesOwnItems,
  codexPassesResponseFormat,
  codexGetsChatBody,
  codexNamesDisagree,
]
