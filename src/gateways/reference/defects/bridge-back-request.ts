import type { RoutedCall, TranslatedCall } from '../call.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import type { Defect } from './defect.ts'
import { mixedMetadata } from './proxy-metadata.ts'

/** Changes what is sent on the way from Responses back to Chat. */
function changingBack(stages: Stages, change: (sent: JsonObject, call: RoutedCall) => JsonObject): Stages {
  return {
    ...stages,
    bridgeBackRequest: (call) => {
      const translated = stages.bridgeBackRequest(call)
      return { ...translated, sent: change(translated.sent, call) }
    },
  }
}

/** Changes what the bridge is shown of the client's request, so that nothing it does not see can be told of. */
function hidingFromBack(stages: Stages, change: (body: JsonObject) => JsonObject): Stages {
  return {
    ...stages,
    bridgeBackRequest: (call) => stages.bridgeBackRequest({ ...call, body: change(call.body) }),
  }
}

/** Changes or takes away items of the input. */
function hidingItems(stages: Stages, change: (item: JsonObject) => readonly JsonObject[]): Stages {
  return hidingFromBack(stages, (body) => {
    return Array.isArray(body['input']) ? { ...body, input: objectsIn(body['input']).flatMap(change) } : body
  })
}

const backMetadataLeak: Defect = {
  id: 'back-metadata-leak',
  title: "The proxy's bookkeeping crosses the bridge to Chat as metadata.",
  sources: ['BerriAI/litellm#29124'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) => changingBack(stages, (sent, call) => ({ ...sent, metadata: mixedMetadata(call) })),
}

const backSeveralLeaders: Defect = {
  id: 'back-several-leaders',
  title: 'Instructions and messages of developers become one system message each.',
  sources: ['BerriAI/litellm#26879', 'BerriAI/litellm#39282'],
  trips: ['expect/upstream'],
  stages: (stages) =>
    changingBack(stages, (sent) => ({ ...sent, messages: objectsIn(sent['messages']).flatMap(leaderPerPart) })),
}

function leaderPerPart(message: JsonObject): JsonObject[] {
  const { role, content } = message
  if (role !== 'system' || !Array.isArray(content)) return [message]
  return content.map((part: unknown) => ({ role, content: [part] }))
}

const backLosesToolFiles: Defect = {
  id: 'back-loses-tool-files',
  title: 'Of what a tool gives only the texts go back to Chat.',
  sources: ['BerriAI/litellm#28232'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    hidingItems(stages, ({ output, ...item }) => [
      { ...item, ...(output !== undefined && { output: Array.isArray(output) ? textsIn(output) : output }) },
    ]),
}

const backIgnoresMedia: Defect = {
  id: 'back-ignores-media',
  title: 'Images and files in messages are left out on the way back to Chat.',
  sources: ['api7/aisix#1185', 'architectds/modeldock#3'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    hidingItems(stages, ({ content, ...item }) => [
      { ...item, ...(content !== undefined && { content: Array.isArray(content) ? textsIn(content) : content }) },
    ]),
}

function textsIn(parts: readonly unknown[]): JsonObject[] {
  return objectsIn(parts).filter(({ type }) => type !== 'input_image' && type !== 'input_file')
}

const backCustomToolsBecomeFunctions: Defect = {
  id: 'back-custom-tools-become-functions',
  title: 'A custom tool becomes a function without a name.',
  sources: ['BerriAI/litellm#27276', 'BerriAI/litellm#35878'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingBack(stages, ({ tools, ...sent }) => ({
      ...sent,
      ...(tools !== undefined && { tools: objectsIn(tools).map(asFunction) }),
    })),
}

function asFunction(tool: JsonObject): JsonObject {
  return tool['type'] === 'custom' ? { type: 'function', function: { name: '' } } : tool
}

const backDropsHostedTools: Defect = {
  id: 'back-drops-hosted-tools',
  title: 'Tools that Chat does not have are left out without a word.',
  sources: ['BerriAI/litellm#27276', 'BerriAI/litellm#35878'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    hidingFromBack(stages, ({ tools, ...body }) => ({
      ...body,
      ...(tools !== undefined && { tools: objectsIn(tools).filter(({ type }) => type === 'function') }),
    })),
}

const backForwardsReasoning: Defect = {
  id: 'back-forwards-reasoning',
  title: 'The reasoning settings go back to Chat as the object that they are on Responses.',
  sources: ['BerriAI/litellm#36363'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingBack(stages, ({ reasoning_effort: effort, ...sent }) => ({
      ...sent,
      ...(effort !== undefined && { reasoning: { effort } }),
    })),
}

const backDropsReasoningItems: Defect = {
  id: 'back-drops-reasoning-items',
  title: 'Reasoning that the client hands back is left out without a word.',
  sources: ['BerriAI/litellm#36197'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => hidingItems(stages, (item) => (item['type'] === 'reasoning' ? [] : [item])),
}

const backStripsCalls: Defect = {
  id: 'back-strips-calls',
  title: 'The calls that an assistant made beside a text are taken away, and their results stay.',
  sources: ['BerriAI/litellm#28978', 'BerriAI/litellm#42005'],
  trips: ['contract/upstream-request', 'account/no-silent-loss'],
  stages: (stages) =>
    changingBack(stages, (sent) => ({ ...sent, messages: objectsIn(sent['messages']).map(withWordsAlone) })),
}

function withWordsAlone(message: JsonObject): JsonObject {
  const { tool_calls: _, ...words } = message
  return message['content'] == null ? message : words
}

const backLosesTextFormat: Defect = {
  id: 'back-loses-text-format',
  title: 'The format of the text is not translated for Chat.',
  sources: ['router-for-me/CLIProxyAPI@2e91e99e0'],
  trips: ['account/no-silent-loss', 'expect/upstream'],
  stages: (stages) =>
    hidingFromBack(stages, ({ text, ...body }) => {
      const { format: _, ...rest } = membersOf(text)
      return { ...body, ...(text !== undefined && { text: rest }) }
    }),
}

const backIgnoresToolSettings: Defect = {
  id: 'back-ignores-tool-settings',
  title: 'Which tool is to be called, and how many at a time, is ignored on the way back to Chat.',
  sources: ['api7/aisix#1185'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    hidingFromBack(stages, ({ tool_choice: _choice, parallel_tool_calls: _parallel, ...body }) => body),
}

const backSwallowsUnsupported: Defect = {
  id: 'back-swallows-unsupported',
  title: 'What Chat has no counterpart for is left out, and nobody is told.',
  sources: ['BerriAI/litellm#48655'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({ ...stages, bridgeBackRequest: (call) => untold(stages.bridgeBackRequest, call) }),
}

function untold(translate: (call: RoutedCall) => TranslatedCall, call: RoutedCall): TranslatedCall {
  const { gateway } = call
  const config = { ...gateway.config, onUnsupported: 'drop' as const }
  return { ...translate({ ...call, gateway: { ...gateway, config } }), gateway, dropped: [] }
}

const backOptionsWithoutStream: Defect = {
  id: 'back-options-without-stream',
  title: 'Chat is asked for the usage of a stream that it is not asked for.',
  sources: ['decolua/9router#3081'],
  trips: ['account/no-unaccounted-field'],
  stages: (stages) => changingBack(stages, (sent) => ({ ...sent, stream_options: { include_usage: true } })),
}

const backKeepsClientMetadata: Defect = {
  id: 'back-keeps-client-metadata',
  title: 'What Codex says of itself and its user reaches a chat provider.',
  sources: ['BerriAI/litellm#26753', 'BerriAI/litellm#29834'],
  trips: ['expect/upstream', 'account/no-unaccounted-field'],
  stages: (stages) => ({
    ...stages,
    bridgeBackRequest: (call) => {
      const { client_metadata: note, ...body } = call.body
      const translated = stages.bridgeBackRequest({ ...call, body })
      return note === undefined ? translated : { ...translated, sent: { ...translated.sent, client_metadata: note } }
    },
  }),
}

/** Requests of Responses that become chat requests, wrongly. */
export const bridgeBackRequestDefects: readonly Defect[] = [
  backMetadataLeak,
  backSeveralLeaders,
  backLosesToolFiles,
  backIgnoresMedia,
  backCustomToolsBecomeFunctions,
  backDropsHostedTools,
  backForwardsReasoning,
  backDropsReasoningItems,
  backStripsCalls,
  backLosesTextFormat,
  backIgnoresToolSettings,
  backSwallowsUnsupported,
  backOptionsWithoutStream,
  backKeepsClientMetadata,
]
