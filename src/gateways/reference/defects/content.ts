import { type JsonObject, membersOf, objectsIn, textOf } from '../json.ts'
import { changingPassed, changingSent, type Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

type Change = (item: JsonObject) => readonly JsonObject[]

/** Changes every chat message, into none, one or several. */
function withMessages(sent: JsonObject, change: Change): JsonObject {
  return 'messages' in sent ? { ...sent, messages: objectsIn(sent['messages']).flatMap(change) } : sent
}

/** Changes every content part, of chat messages and of input items. */
function withParts(sent: JsonObject, change: Change): JsonObject {
  const parted = (item: JsonObject) =>
    Array.isArray(item['content']) ? { ...item, content: objectsIn(item['content']).flatMap(change) } : item
  return {
    ...sent,
    ...('messages' in sent && { messages: objectsIn(sent['messages']).map(parted) }),
    ...(Array.isArray(sent['input']) && { input: objectsIn(sent['input']).map(parted) }),
  }
}

const namesLost: Defect = {
  id: 'names-lost',
  title: 'Who of several users says something is left out.',
  sources: ['stdapi-ai/stdapi.ai#258'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => changingPassed(stages, (sent) => withMessages(sent, ({ name: _, ...message }) => [message])),
}

const developerBecomesSystem: Defect = {
  id: 'developer-becomes-system',
  title: 'A developer is heard as the system.',
  sources: ['decolua/9router#1000'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingPassed(stages, (sent) =>
      withMessages(sent, (message) => [message['role'] === 'developer' ? { ...message, role: 'system' } : message]),
    ),
}

const systemComesFirst: Defect = {
  id: 'system-comes-first',
  title: 'What the system says later in a conversation is moved to its beginning.',
  sources: ['BerriAI/litellm#40710', 'BerriAI/litellm#39282'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      const isOfSystem = ({ role }: JsonObject) => role === 'system'
      const messages = objectsIn(sent['messages'])
      const sorted = [...messages.filter(isOfSystem), ...messages.filter((message) => !isOfSystem(message))]
      return 'messages' in sent ? { ...sent, messages: sorted } : sent
    }),
}

const speakersJoined: Defect = {
  id: 'speakers-joined',
  title: 'Two messages of one speaker become one, for providers that would take both.',
  sources: ['higress-group/higress#3598'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      if (!('messages' in sent)) return sent
      const messages: JsonObject[] = []
      for (const message of objectsIn(sent['messages'])) {
        const before = messages.at(-1)
        const isSame = before?.['role'] === message['role'] && typeof message['content'] === 'string'
        if (!before || !isSame || typeof before['content'] !== 'string') messages.push(message)
        else messages[messages.length - 1] = { ...before, content: `${before['content']}\n\n${message['content']}` }
      }
      return { ...sent, messages }
    }),
}

const lastMessageDoubled: Defect = {
  id: 'last-message-doubled',
  title: "The user's last message is sent twice.",
  sources: ['NousResearch/hermes-agent#47237'],
  trips: ['account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent) => {
      const name = 'messages' in sent ? 'messages' : 'input'
      const said = objectsIn(sent[name])
      const last = said.at(-1)
      return last?.['role'] === 'user' ? { ...sent, [name]: [...said, last] } : sent
    }),
}

const detailLost: Defect = {
  id: 'detail-lost',
  title: 'In which detail an image is to be looked at gets lost.',
  sources: ['open-webui/open-webui#28286', 'openai/openai-agents-js#1407'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingSent(stages, (sent) =>
      withParts(sent, ({ detail: _, ...part }) => {
        if (part['type'] !== 'image_url') return [part]
        const { detail: _detail, ...image } = membersOf(part['image_url'])
        return [{ ...part, image_url: image }]
      }),
    ),
}

const imagesFetched: Defect = {
  id: 'images-fetched',
  title: 'An image that a client names by an address near the gateway is fetched by the gateway.',
  sources: ['braintrustdata/braintrust-proxy#210'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingSent(stages, (sent) =>
      withParts(sent, (part) => {
        const { url, ...image } = membersOf(part['image_url'])
        if (!textOf(url ?? part['image_url']).startsWith('http://127.0.0.1')) return [part]
        const fetched = 'data:image/png;base64,iVBORw0KGgo='
        return [{ ...part, image_url: url === undefined ? fetched : { ...image, url: fetched } }]
      }),
    ),
}

const filesPrinted: Defect = {
  id: 'files-printed',
  title: 'A file is printed into a text, with the names of its fields.',
  sources: ['BerriAI/litellm#19765'],
  trips: ['account/no-silent-loss', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent) =>
      withParts(sent, (part) =>
        part['type'] === 'file' ? [{ type: 'text', text: JSON.stringify(part['file']) }] : [part],
      ),
    ),
}

const soundDropped: Defect = {
  id: 'sound-dropped',
  title: 'A part that is sound is left out, and the rest is sent on.',
  sources: ['BerriAI/litellm#41912'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingSent(stages, (sent) => withParts(sent, (part) => (part['type'] === 'input_audio' ? [] : [part]))),
}

const toolImagesPrinted: Defect = {
  id: 'tool-images-printed',
  title: 'What a tool shows is printed into a text, with all its base64.',
  sources: ['router-for-me/CLIProxyAPI#5408', 'router-for-me/CLIProxyAPI#4699'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      if (!Array.isArray(sent['input'])) return sent
      const input = objectsIn(sent['input']).map((item) =>
        Array.isArray(item['output']) ? { ...item, output: JSON.stringify(item['output']) } : item,
      )
      return { ...sent, input }
    }),
}

const sealedReasoningDropped: Defect = {
  id: 'sealed-reasoning-dropped',
  title: 'Reasoning that a client hands back is dropped between two turns.',
  sources: ['BerriAI/litellm#50456', 'BerriAI/litellm#36197'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      if (!Array.isArray(sent['input'])) return sent
      return { ...sent, input: objectsIn(sent['input']).filter(({ type }) => type !== 'reasoning') }
    }),
}

/** Its clients send back what they got, and the provider has no such field. */
const reasoningComesBack: Defect = {
  id: 'reasoning-comes-back',
  title: 'A field that only replies have is added to a message, and sent on when the client replays it.',
  sources: ['BerriAI/litellm#30835'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingPassedReplies(stages, (reply) => {
      if (!('choices' in reply)) return [reply]
      const choices = objectsIn(reply['choices']).map((choice) => ({
        ...choice,
        ...('message' in choice && { message: { ...membersOf(choice['message']), reasoning_content: 'Hm.' } }),
        ...('delta' in choice && { delta: { ...membersOf(choice['delta']), reasoning_content: 'Hm.' } }),
      }))
      return [{ ...reply, choices }]
    }),
}

/** Messages and their parts that arrive as others, or not at all. */
export const contentDefects: readonly Defect[] = [
  namesLost,
  developerBecomesSystem,
  systemComesFirst,
  speakersJoined,
  lastMessageDoubled,
  detailLost,
  imagesFetched,
  filesPrinted,
  soundDropped,
  toolImagesPrinted,
  sealedReasoningDropped,
  reasoningComesBack,
]
