import { isBridged } from '../call.ts'
import { withoutField } from '../drop-path.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { unsupported } from '../refusal.ts'
import { changingBridged, type Defect } from './defect.ts'

const bridgeWrapsToolOutput: Defect = {
  id: 'bridge-wraps-tool-output',
  title: "The bridge turns a tool's plain text into a list of content parts.",
  sources: ['BerriAI/litellm#34978', 'BerriAI/litellm#18201', 'BerriAI/litellm#17507'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingBridged(stages, (sent) => ({ ...sent, input: objectsIn(sent['input']).map(withWrappedOutput) })),
}

function withWrappedOutput(item: JsonObject): JsonObject {
  if (typeof item['output'] !== 'string') return item
  return { ...item, output: [{ type: 'input_text', text: item['output'] }] }
}

const refusesReasoningEffort: Defect = {
  id: 'refuses-reasoning-effort',
  title: 'The gateway refuses reasoning_effort because it does not know the alias, and never asks the provider.',
  sources: ['BerriAI/litellm#39065'],
  trips: ['reply/status'],
  stages: (stages) => ({
    ...stages,
    route: (call) => {
      const routed = stages.route(call)
      if (!('reasoning_effort' in routed.asked)) return routed
      throw unsupported(['reasoning_effort'], `The model '${routed.route.alias}' does not reason.`)
    },
  }),
}

const bridgeLosesWordsBesideCalls: Defect = {
  id: 'bridge-loses-words-beside-calls',
  title: 'What an assistant said beside its calls does not cross the bridge.',
  sources: ['BerriAI/litellm#25208'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    hidingFromBridge(stages, (message) =>
      message['tool_calls'] === undefined ? message : { ...message, content: null },
    ),
}

const bridgeSwallowsNames: Defect = {
  id: 'bridge-swallows-names',
  title: 'The names of the speakers have no place on Responses, and nobody is told.',
  sources: ['BerriAI/litellm#35582', 'langwatch/langwatch#6285'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => hidingFromBridge(stages, ({ name: _, ...message }) => message),
}

/** Changes messages before the bridge sees them, so that it can say nothing of what is missing. */
function hidingFromBridge(stages: Stages, change: (message: JsonObject) => JsonObject): Stages {
  return {
    ...stages,
    bridgeRequest: (call) => {
      const messages = objectsIn(call.body['messages']).map(change)
      return stages.bridgeRequest({ ...call, body: { ...call.body, messages } })
    },
  }
}

const bridgePrintsFiles: Defect = {
  id: 'bridge-prints-files',
  title: 'Files and sound are printed into the text of the message.',
  sources: ['BerriAI/litellm#19765'],
  trips: ['account/no-silent-loss', 'account/no-unaccounted-field'],
  stages: (stages) => changingParts(stages, (part) => (isMedia(part) ? printed(part) : part)),
}

function isMedia({ type }: JsonObject): boolean {
  return type === 'input_file' || type === 'input_audio'
}

function printed(part: JsonObject): JsonObject {
  return { type: 'input_text', text: JSON.stringify(part) }
}

const bridgeKeepsChatImages: Defect = {
  id: 'bridge-keeps-chat-images',
  title: 'Images reach Responses in the form of Chat.',
  sources: ['gethnet/litellm-connector-copilot#154'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingParts(stages, (part) => {
      if (part['type'] !== 'input_image') return part
      return { type: 'image_url', image_url: { url: part['image_url'] } }
    }),
}

const bridgeLosesImageDetail: Defect = {
  id: 'bridge-loses-image-detail',
  title: 'How closely an image is to be looked at is lost on the bridge.',
  sources: ['open-webui/open-webui#28619'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingParts(stages, ({ detail, ...part }) => ({
      ...part,
      ...(part['type'] !== 'input_image' && detail !== undefined && { detail }),
    })),
}

/** Changes the parts of the messages that are sent. */
function changingParts(stages: Stages, change: (part: JsonObject) => JsonObject): Stages {
  return changingBridged(stages, (sent) => ({
    ...sent,
    input: objectsIn(sent['input']).map((item) =>
      Array.isArray(item['content']) ? { ...item, content: objectsIn(item['content']).map(change) } : item,
    ),
  }))
}

const bridgeKeepsChatTools: Defect = {
  id: 'bridge-keeps-chat-tools',
  title: 'Tools reach Responses in the form of Chat.',
  sources: ['vercel/ai#7680'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingBridged(stages, (sent, { body }) => asChatHas('tools', sent, body)),
}

const bridgeKeepsChatChoice: Defect = {
  id: 'bridge-keeps-chat-choice',
  title: 'A tool that has to be called is named in the form of Chat.',
  sources: ['BerriAI/litellm#27611'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingBridged(stages, (sent, { body }) => asChatHas('tool_choice', sent, body)),
}

function asChatHas(name: string, sent: JsonObject, chat: JsonObject): JsonObject {
  return chat[name] === undefined ? sent : { ...sent, [name]: chat[name] }
}

const bridgeToolsBecomeStrict: Defect = {
  id: 'bridge-tools-become-strict',
  title: 'Functions that Chat does not hold to their schema are held to it by the default of Responses.',
  sources: ['langchain-ai/langchain#35885', 'Wei-Shaw/sub2api#3251', 'open-webui/open-webui#28541'],
  trips: ['expect/upstream'],
  stages: (stages) =>
    changingBridged(stages, ({ tools, ...sent }) => ({
      ...sent,
      ...(tools !== undefined && { tools: objectsIn(tools).map(({ strict: _, ...tool }) => tool) }),
    })),
}

const bridgeIgnoresDefaults: Defect = {
  id: 'bridge-ignores-defaults',
  title: 'What the operator set for the model has no effect once the request is bridged.',
  sources: ['BerriAI/litellm#20373'],
  trips: ['expect/upstream'],
  stages: (stages) => ({ ...stages, fillIn: (call) => (isBridged(call) ? call : stages.fillIn(call)) }),
}

const bridgeForgetsStore: Defect = {
  id: 'bridge-forgets-store',
  title: 'That nothing is to be stored is lost in the conversion, and Responses stores.',
  sources: ['aden-hive/hive#7056'],
  trips: ['expect/upstream'],
  stages: (stages) => changingBridged(stages, ({ store: _, ...sent }) => sent),
}

const bridgeDropsHighestEffort: Defect = {
  id: 'bridge-drops-highest-effort',
  title: 'Efforts above high are dropped on the bridge.',
  sources: ['BerriAI/litellm#38222'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingBridged(stages, ({ reasoning, ...sent }) => {
      const { effort } = membersOf(reasoning)
      return { ...sent, ...(effort !== 'xhigh' && effort !== 'max' && reasoning !== undefined && { reasoning }) }
    }),
}

const bridgeDropsOlderLimit: Defect = {
  id: 'bridge-drops-older-limit',
  title: 'A limit of the output under its older name does not cross the bridge.',
  sources: ['maximhq/bifrost#6132', 'maximhq/bifrost#6457'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({
    ...stages,
    bridgeRequest: (call) => stages.bridgeRequest({ ...call, body: withoutField(call.body, ['max_tokens']) }),
  }),
}

const bridgeMovesSystemToInstructions: Defect = {
  id: 'bridge-moves-system-to-instructions',
  title: 'System messages become instructions, where the provider does not look for the word JSON.',
  sources: ['BerriAI/litellm#50267'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingBridged(stages, (sent) => {
      const [first, ...rest] = objectsIn(sent['input'])
      if (first?.['role'] !== 'system' || rest.length === 0) return sent
      return { ...sent, instructions: first['content'], input: rest }
    }),
}

/** Requests that are translated wrongly from one surface to the other. */
export const bridgeRequestDefects: readonly Defect[] = [
  bridgeWrapsToolOutput,
  refusesReasoningEffort,
  bridgeLosesWordsBesideCalls,
  bridgeSwallowsNames,
  bridgePrintsFiles,
  bridgeKeepsChatImages,
  bridgeLosesImageDetail,
  bridgeKeepsChatTools,
  bridgeKeepsChatChoice,
  bridgeToolsBecomeStrict,
  bridgeIgnoresDefaults,
  bridgeForgetsStore,
  bridgeDropsHighestEffort,
  bridgeDropsOlderLimit,
  bridgeMovesSystemToInstructions,
]
