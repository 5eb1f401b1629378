import { isRecord } from '../../../contract/pointer.ts'
import type { ClientReply } from '../call.ts'
import { membersOf, parseJson } from '../json.ts'
import { changingPassed, changingSent, type Defect } from './defect.ts'
import { mixedMetadata } from './proxy-metadata.ts'

const responsesMetadataLeak: Defect = {
  id: 'responses-metadata-leak',
  title: "A Responses request carries the gateway's notes as metadata, though the client sent none.",
  sources: ['BerriAI/litellm#35780', 'BerriAI/litellm#35197'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent, call) =>
      call.surface === 'responses' ? { ...sent, metadata: mixedMetadata(call) } : sent,
    ),
}

const sendsSpendTags: Defect = {
  id: 'sends-spend-tags',
  title: "The tags under which the caller's spending is booked are sent among its metadata.",
  sources: ['BerriAI/litellm#30629', 'BerriAI/litellm#30666'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent, { caller: { user } }) =>
      user ? { ...sent, metadata: { ...membersOf(sent['metadata']), tags: `team:${user.teamAlias}` } } : sent,
    ),
}

const tokenInBody: Defect = {
  id: 'token-in-body',
  title: 'The token for Azure is sent in the body, too.',
  sources: ['BerriAI/litellm#1502'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { route }) =>
      route.provider === 'azure-openai' ? { ...sent, azure_ad_token: route.apiKey } : sent,
    ),
}

const namesCaller: Defect = {
  id: 'names-caller',
  title: 'The field for end users names the caller where the client left it out.',
  sources: ['theopenco/llmgateway#3608', 'langwatch/langwatch#7804'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { caller: { user } }) => (user ? { safety_identifier: user.orgId, ...sent } : sent)),
}

const keyInAddress: Defect = {
  id: 'key-in-address',
  title: "The provider's key stands in the address of the call, which every log on the way keeps.",
  sources: ['BerriAI/litellm#15799', 'nyroway/nyro#68'],
  trips: ['leak/canary-upstream'],
  stages: (stages) => ({
    ...stages,
    address: (call) => {
      const addressed = stages.address(call)
      const url = new URL(addressed.target.url)
      url.searchParams.set('key', call.route.apiKey)
      return { ...addressed, target: { ...addressed.target, url: url.href } }
    },
  }),
}

const addressInError: Defect = {
  id: 'address-in-error',
  title: 'A provider that does not answer is named to the client, with its address and the key for it.',
  sources: ['nyroway/nyro#68', 'openclaw/openclaw#97817'],
  trips: ['leak/canary-client'],
  stages: (stages) => ({
    ...stages,
    refuse: (refusal, request) => {
      const reply = stages.refuse(refusal, request)
      const tried = request.gateway.config.models.find(({ alias }) => request.bytes.includes(alias))
      return refusal.status < 500 || !tried
        ? reply
        : withWords(reply, `error sending request for url (${tried.baseUrl}?key=${tried.apiKey})`)
    },
  }),
}

function withWords(reply: ClientReply, words: string): ClientReply {
  const body: unknown = typeof reply.body === 'string' ? parseJson(reply.body) : undefined
  if (!isRecord(body)) return reply
  const error = membersOf(body['error'])
  return { ...reply, body: JSON.stringify({ ...body, error: { ...error, message: `${error['message']} ${words}` } }) }
}

const addressInReply: Defect = {
  id: 'address-in-reply',
  title: 'Every answer tells in its headers which address served it.',
  sources: ['BerriAI/litellm#3430', 'candelahq/candela#599'],
  trips: ['leak/canary-client'],
  stages: (stages) => ({
    ...stages,
    passReply: (call) => {
      const reply = stages.passReply(call)
      return { ...reply, headers: { ...reply.headers, 'x-gateway-api-base': call.route.baseUrl } }
    },
  }),
}

/** What is told to somebody whose business it is not: to the provider, and to the client. */
export const disclosuresDefects: readonly Defect[] = [
  responsesMetadataLeak,
  sendsSpendTags,
  tokenInBody,
  namesCaller,
  keyInAddress,
  addressInError,
  addressInReply,
]
