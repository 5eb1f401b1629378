import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import { changingSent, type Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

type Change = (described: JsonObject) => JsonObject

/** Changes what describes each function, one level deeper on Chat than on Responses. */
function withFunctions(sent: JsonObject, change: Change): JsonObject {
  if (!Array.isArray(sent['tools'])) return sent
  return { ...sent, tools: objectsIn(sent['tools']).map((tool) => withFunction(tool, change)) }
}

function withFunction(tool: JsonObject, change: Change): JsonObject {
  if (tool['type'] !== 'function') return tool
  return 'function' in tool ? { ...tool, function: change(membersOf(tool['function'])) } : change(tool)
}

const strictLost: Defect = {
  id: 'strict-lost',
  title: 'That a tool is strict gets lost when its declaration is written anew.',
  sources: ['envoyproxy/ai-gateway#2232', 'gonka-ai/gonka#1193'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => changingSent(stages, (sent) => withFunctions(sent, ({ strict: _, ...described }) => described)),
}

const strictSweptUp: Defect = {
  id: 'strict-swept-up',
  title: 'That a tool is strict is told as a field of the request.',
  sources: ['BerriAI/litellm#25198'],
  trips: ['account/no-unaccounted-field', 'contract/upstream-request'],
  stages: (stages) =>
    changingSent(stages, (sent) => {
      const described = objectsIn(sent['tools']).map((tool) => membersOf(tool['function'] ?? tool))
      return described.some(({ strict }) => strict === true) ? { ...sent, strict: true } : sent
    }),
}

const choiceBecomesAuto: Defect = {
  id: 'choice-becomes-auto',
  title: 'Whatever tool the client chose, the model may choose.',
  sources: ['sgl-project/sglang#31459', 'router-for-me/CLIProxyAPI#5957'],
  trips: ['account/no-altered-value'],
  stages: (stages) => changingSent(stages, (sent) => ('tool_choice' in sent ? { ...sent, tool_choice: 'auto' } : sent)),
}

const schemaThinned: Defect = {
  id: 'schema-thinned',
  title: 'Of the schema of a tool only its type, its properties and what is required go on.',
  sources: ['mozilla-ai/mcpd#279'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingSent(stages, (sent) =>
      withFunctions(sent, (described) => {
        const { type, properties, required } = membersOf(described['parameters'])
        return 'parameters' in described ? { ...described, parameters: { type, properties, required } } : described
      }),
    ),
}

const toolsReordered: Defect = {
  id: 'tools-reordered',
  title: 'Tools arrive in another order than that in which they were declared.',
  sources: ['maximhq/bifrost#2347'],
  trips: ['expect/upstream'],
  stages: (stages) =>
    changingSent(stages, (sent) =>
      Array.isArray(sent['tools']) ? { ...sent, tools: sent['tools'].toReversed() } : sent,
    ),
}

/** Changes the arguments of every call in the history. */
function withArguments(sent: JsonObject, change: (text: string) => string): JsonObject {
  const rewritten = (described: JsonObject) =>
    'arguments' in described ? { ...described, arguments: change(textOf(described['arguments'])) } : described
  const calling = (message: JsonObject) => {
    if (!Array.isArray(message['tool_calls'])) return message
    const calls = objectsIn(message['tool_calls'])
    return { ...message, tool_calls: calls.map((call) => withFunction(call, rewritten)) }
  }
  return {
    ...sent,
    ...('messages' in sent && { messages: objectsIn(sent['messages']).map(calling) }),
    ...(Array.isArray(sent['input']) && { input: objectsIn(sent['input']).map(rewritten) }),
  }
}

const argumentsRewritten: Defect = {
  id: 'arguments-rewritten',
  title: 'The arguments of earlier calls are read and written again, in other words and with rounded numbers.',
  sources: ['routatic/proxy#173'],
  trips: ['account/no-altered-value'],
  stages: (stages) => changingSent(stages, (sent) => withArguments(sent, rewritten)),
}

const argumentsEmptied: Defect = {
  id: 'arguments-emptied',
  title: 'Arguments that cannot be read become none.',
  sources: ['farion1231/cc-switch#3164'],
  trips: ['account/no-altered-value'],
  stages: (stages) => changingSent(stages, (sent) => withArguments(sent, (text) => (isJson(text) ? text : '{}'))),
}

const argumentsEncodedTwice: Defect = {
  id: 'arguments-encoded-twice',
  title: 'Arguments, which are JSON already, are encoded once more.',
  sources: ['tailcallhq/forgecode#2764'],
  trips: ['account/no-altered-value'],
  stages: (stages) => changingSent(stages, (sent) => withArguments(sent, (text) => JSON.stringify(text))),
}

const repliedArgumentsRewritten: Defect = {
  id: 'replied-arguments-rewritten',
  title: 'A number in the arguments of a call reaches the client rounded.',
  sources: ['routatic/proxy#173'],
  trips: ['reply/tool-calls'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => {
      if (!('choices' in reply)) return [reply]
      const choices = objectsIn(reply['choices']).map((choice) => {
        const message = withArguments({ messages: [membersOf(choice['message'])] }, rewritten)['messages']
        return 'message' in choice ? { ...choice, message: objectsIn(message)[0] } : choice
      })
      return [{ ...reply, choices }]
    }),
}

function rewritten(text: string): string {
  return isJson(text) ? JSON.stringify(JSON.parse(text)) : text
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Tools, the choice among them, and the arguments of their calls. */
export const toolsDefects: readonly Defect[] = [
  strictLost,
  strictSweptUp,
  choiceBecomesAuto,
  schemaThinned,
  toolsReordered,
  argumentsRewritten,
  argumentsEmptied,
  argumentsEncodedTwice,
  repliedArgumentsRewritten,
]
