import { pipeline, Transform } from 'node:stream'
import type { AddressedCall } from '../call.ts'
import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import { changingPassed, type Defect, mapped } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

type Target = AddressedCall['target']

/** Changes where requests to Azure go, and under which headers. */
function changingAzure(stages: Stages, change: (target: Target, call: AddressedCall) => Partial<Target>): Stages {
  return {
    ...stages,
    address: (call) => {
      const addressed = stages.address(call)
      if (call.route.provider !== 'azure-openai') return addressed
      return { ...addressed, target: { ...addressed.target, ...change(addressed.target, addressed) } }
    },
  }
}

/** Changes the addresses of Responses alone. */
function changingResponsesUrl(stages: Stages, change: (url: string, call: AddressedCall) => string): Stages {
  return changingAzure(stages, ({ url }, call) =>
    call.route.surface === 'responses' ? { url: change(url, call) } : {},
  )
}

const azureDoublesPath: Defect = {
  id: 'azure-doubles-path',
  title: 'The path of the v1 surface is put behind itself.',
  sources: ['diegosouzapw/OmniRoute#9078'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingAzure(stages, ({ url }) => ({ url: url.replace('/openai/v1/', '/openai/v1/openai/v1/') })),
}

const azureResponsesLikeChat: Defect = {
  id: 'azure-responses-like-chat',
  title: 'Responses are called below the path of the deployment, as dated chat is.',
  sources: ['cloudflare/ai#399', 'Kong/kong#14185'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingResponsesUrl(stages, (url, { route }) =>
      url.replace('/openai/responses', `/openai/deployments/${route.model}/responses`),
    ),
}

const azureResponsesDatedOnly: Defect = {
  id: 'azure-responses-dated-only',
  title: 'Responses are called at their dated address, whether or not the route has a version.',
  sources: ['BerriAI/litellm#40408'],
  trips: ['contract/upstream-request'],
  stages: (stages) => changingResponsesUrl(stages, (url) => url.replace('/openai/v1/responses', '/openai/responses')),
}

const azureVersionFixed: Defect = {
  id: 'azure-version-fixed',
  title: "Every dated call has the gateway's own version instead of the route's, and Responses did not exist then.",
  sources: ['OpenHands/software-agent-sdk#4549'],
  trips: ['contract/upstream-request', 'call/azure-address'],
  stages: (stages) =>
    changingAzure(stages, ({ url }) => ({ url: url.replace(/api-version=[^&]*/, 'api-version=2024-10-21') })),
}

const azureDeploymentOfClient: Defect = {
  id: 'azure-deployment-of-client',
  title: "The deployment in the path is the client's word for the model.",
  sources: ['Kong/kong#13000'],
  trips: ['leak/canary-upstream', 'call/azure-address'],
  stages: (stages) =>
    changingAzure(stages, ({ url }, { route }) => ({
      url: url.replace(/\/deployments\/[^/]+/, `/deployments/${encodeURIComponent(route.alias)}`),
    })),
}

const azureDeploymentAsWritten: Defect = {
  id: 'azure-deployment-as-written',
  title: "The deployment's name stands in the path as it is written, percent signs and all.",
  sources: ['Kong/kong#14185'],
  trips: ['call/azure-address'],
  stages: (stages) =>
    changingAzure(stages, ({ url }, { route }) => ({
      url: url.replace(/\/deployments\/[^/]+/, () => `/deployments/${route.model}`),
    })),
}

const azureTwoCredentials: Defect = {
  id: 'azure-two-credentials',
  title: 'The key of the route is sent in both headers that Azure knows.',
  sources: ['BerriAI/litellm#13056', 'BerriAI/litellm#11941'],
  trips: ['header/credential'],
  stages: (stages) =>
    changingAzure(stages, ({ headers }, { route }) => ({
      headers: { ...headers, authorization: `Bearer ${route.apiKey}` },
    })),
}

const azureStrayKeyWins: Defect = {
  id: 'azure-stray-key-wins',
  title: 'A key that lies about is sent instead of the configured one.',
  sources: ['BerriAI/litellm#13056', 'BerriAI/litellm#10868'],
  trips: ['header/credential'],
  stages: (stages) =>
    changingAzure(stages, ({ headers }, call) => ({
      headers: { ...headers, 'api-key': call.headers['api-key'] ?? headers['api-key'] ?? '' },
    })),
}

const azureLimitByAlias: Defect = {
  id: 'azure-limit-by-alias',
  title: 'Whether a model reasons is guessed from its alias, and its limit is renamed after the guess.',
  sources: ['BerriAI/litellm#13714', 'BerriAI/litellm#13432', 'Portkey-AI/gateway#1208'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingPassed(stages, (sent, { route }) => {
      const { max_completion_tokens: limit, ...others } = sent
      if (limit === undefined || /^(gpt-5|o\d)/.test(route.alias)) return sent
      return { ...others, max_tokens: limit }
    }),
}

const chatStreamOptionsInjected: Defect = {
  id: 'chat-stream-options-injected',
  title: 'Every Chat stream is asked for its usage, also of versions that cannot tell it.',
  sources: ['BerriAI/litellm#35290', 'langchain-ai/langchain#23552'],
  trips: ['contract/upstream-request', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent, { surface }) =>
      surface === 'chat-completions' && sent['stream'] === true
        ? { ...sent, stream_options: { ...membersOf(sent['stream_options']), include_usage: true } }
        : sent,
    ),
}

const contentFiltersRemoved: Defect = {
  id: 'content-filters-removed',
  title: 'What the content filter found is taken out of responses, where it has another name than in chat.',
  sources: ['BerriAI/litellm#9662'],
  trips: ['reply/extras'],
  stages: (stages) =>
    changingPassedReplies(stages, ({ content_filters: _, ...reply }) => [
      reply['response'] === undefined ? reply : { ...reply, response: withoutFilters(membersOf(reply['response'])) },
    ]),
}

function withoutFilters({ content_filters: _, ...response }: JsonObject): JsonObject {
  return response
}

const lateFindingBreaks: Defect = {
  id: 'late-finding-breaks',
  title: 'A choice without a delta, in which a late filter tells what it found, breaks the stream.',
  sources: ['langchain-ai/langchain#18977'],
  trips: ['reply/text'],
  stages: (stages) =>
    changingPassedReplies(stages, (chunk) => {
      if (chunk['object'] !== 'chat.completion') checkDeltas(chunk)
      return [chunk]
    }),
}

function checkDeltas(chunk: JsonObject): void {
  const isBare = objectsIn(chunk['choices']).some((choice) => choice['delta'] === undefined)
  if (isBare) throw new Error("'NoneType' object is not subscriptable")
}

const backFirstChunkBreaks: Defect = {
  id: 'back-first-chunk-breaks',
  title: 'The bridge reads the first choice of every chunk, and the first chunk of Azure has none.',
  sources: ['BerriAI/litellm#14298', 'microsoft/autogen#6465'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    bridgeBackStream: (chunks, call) => stages.bridgeBackStream(mapped(chunks, withFirstChoice), call),
  }),
}

function withFirstChoice(chunk: JsonObject): JsonObject {
  if (objectsIn(chunk['choices']).length === 0) throw new Error('list index out of range')
  return chunk
}

const oneEventPerWrite: Defect = {
  id: 'one-event-per-write',
  title: 'Of what arrives at once the first event is read, and the others are lost.',
  sources: ['Kong/kong#14172', 'Kong/kong#13702'],
  trips: ['reply/text'],
  stages: (stages) => ({
    ...stages,
    send: async (call) => {
      const answered = await stages.send(call)
      if (answered.sent['stream'] !== true) return answered
      return { ...answered, reply: { ...answered.reply, body: pipeline(answered.reply.body, firstEvents(), () => {}) } }
    },
  }),
}

/** A stream, because iterating one joins the pieces that are waiting. */
function firstEvents(): Transform {
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      const end = piece.indexOf('\n\n')
      done(null, end === -1 ? piece : piece.subarray(0, end + 2))
    },
  })
}

/** What is special at Azure: addresses, versions, credentials, and the content filter. */
export const azureDefects: readonly Defect[] = [
  azureDoublesPath,
  azureResponsesLikeChat,
  azureResponsesDatedOnly,
  azureVersionFixed,
  azureDeploymentOfClient,
  azureDeploymentAsWritten,
  azureTwoCredentials,
  azureStrayKeyWins,
  azureLimitByAlias,
  chatStreamOptionsInjected,
  contentFiltersRemoved,
  lateFindingBreaks,
  backFirstChunkBreaks,
  oneEventPerWrite,
]
