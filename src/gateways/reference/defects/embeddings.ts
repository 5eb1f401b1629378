import type { RoutedCall } from '../call.ts'
import { type JsonObject, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { GatewayRefusal, malformed } from '../refusal.ts'
import { changingPassed, type Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

function changingSentEmbeddings(stages: Stages, change: (sent: JsonObject) => JsonObject): Stages {
  return changingPassed(stages, (sent, { surface }) => (surface === 'embeddings' ? change(sent) : sent))
}

function changingVectors(stages: Stages, change: (vector: JsonObject, call: RoutedCall) => JsonObject): Stages {
  return changingPassedReplies(stages, (reply, call) => [
    call.surface === 'embeddings'
      ? { ...reply, data: objectsIn(reply['data']).map((vector) => change(vector, call)) }
      : reply,
  ])
}

/** Refuses requests for embeddings before they are sent. */
function refusing(stages: Stages, refusalOf: (body: JsonObject) => GatewayRefusal | undefined): Stages {
  return {
    ...stages,
    route: (call) => {
      const routed = stages.route(call)
      const refusal = call.surface === 'embeddings' ? refusalOf(routed.body) : undefined
      if (refusal !== undefined) throw refusal
      return routed
    },
  }
}

const embeddingsNullFormat: Defect = {
  id: 'embeddings-null-format',
  title: 'Embeddings are asked for in the form null where the client named none.',
  sources: ['BerriAI/litellm#19174', 'BerriAI/litellm#24277', 'BerriAI/litellm#38774'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingSentEmbeddings(stages, (sent) => ({ encoding_format: null, ...sent })),
}

const embeddingsStrayField: Defect = {
  id: 'embeddings-stray-field',
  title: 'A setting of the gateway is sent with every request for embeddings.',
  sources: ['BerriAI/litellm#3725'],
  trips: ['contract/upstream-request', 'account/no-unaccounted-field'],
  stages: (stages) => changingSentEmbeddings(stages, (sent) => ({ ...sent, max_retries: 2 })),
}

const embeddingsSwallowUnknown: Defect = {
  id: 'embeddings-swallow-unknown',
  title: 'What the gateway does not know of a request for embeddings is left out without a word.',
  sources: ['langwatch/langwatch#6285', 'langwatch/langwatch#7809'],
  trips: ['account/no-silent-loss'],
  stages: (stages) =>
    changingSentEmbeddings(stages, (sent) =>
      Object.fromEntries(Object.entries(sent).filter(([name]) => knownFields.has(name))),
    ),
}

const knownFields: ReadonlySet<string> = new Set(['model', 'input', 'encoding_format', 'dimensions', 'user'])

const embeddingsTokensAsText: Defect = {
  id: 'embeddings-tokens-as-text',
  title: 'Inputs that come as tokens are decoded by the tokens of another model, and sent as text.',
  sources: ['BerriAI/litellm#10113'],
  trips: ['account/no-altered-value'],
  stages: (stages) =>
    changingSentEmbeddings(stages, (sent) => {
      const { input } = sent
      return Array.isArray(input) ? { ...sent, input: input.map(decoded) } : sent
    }),
}

function decoded(input: unknown): unknown {
  return Array.isArray(input) ? String.fromCodePoint(...input.map((token) => 0x100 + (Number(token) % 0x100))) : input
}

const embeddingsListsRefused: Defect = {
  id: 'embeddings-lists-refused',
  title: 'A list of lists of tokens is refused by the gateway, and the provider takes it.',
  sources: ['envoyproxy/ai-gateway#1404'],
  trips: ['reply/status'],
  stages: (stages) =>
    refusing(stages, ({ input }) =>
      Array.isArray(input) && input.some(Array.isArray) ? malformed("'input' must hold texts.", 'input') : undefined,
    ),
}

const embeddingsDimensionsRefused: Defect = {
  id: 'embeddings-dimensions-refused',
  title: 'Dimensions are refused for every model whose name the gateway does not know, its own aliases among them.',
  sources: ['BerriAI/litellm#11940'],
  trips: ['reply/status'],
  stages: (stages) =>
    refusing(stages, ({ dimensions, model }) =>
      dimensions === undefined || String(model).includes('text-embedding-3')
        ? undefined
        : new GatewayRefusal(500, { message: 'Setting dimensions is not supported for this model.' }),
    ),
}

const embeddingsIgnoreBase64: Defect = {
  id: 'embeddings-ignore-base64',
  title: 'A client that asks for packed vectors gets numbers.',
  sources: ['Lightning-AI/LitServe#740'],
  trips: ['reply/vectors'],
  stages: (stages) =>
    changingVectors(stages, ({ embedding, ...vector }) => ({
      ...vector,
      embedding: typeof embedding === 'string' ? unpacked(embedding) : embedding,
    })),
}

function unpacked(text: string): number[] {
  const bytes = Buffer.from(text, 'base64')
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
}

const embeddingsLoseIndex: Defect = {
  id: 'embeddings-lose-index',
  title: 'Every vector of a list says that it is the first.',
  sources: ['mgerasolo/knowledge#141'],
  trips: ['reply/vectors'],
  stages: (stages) => changingVectors(stages, (vector) => ({ ...vector, index: 0 })),
}

/** Requests for embeddings, and their replies. */
export const embeddingsDefects: readonly Defect[] = [
  embeddingsNullFormat,
  embeddingsStrayField,
  embeddingsSwallowUnknown,
  embeddingsTokensAsText,
  embeddingsListsRefused,
  embeddingsDimensionsRefused,
  embeddingsIgnoreBase64,
  embeddingsLoseIndex,
]
