import { type JsonObject, membersOf, objectsIn } from '../json.ts'
import { changingBridged, changingPassed, changingSent, type Defect } from './defect.ts'
import { mixedMetadata } from './proxy-metadata.ts'

/** The bookkeeping is added behind the drop list, so that dropping `metadata` does not help. */
const bridgeMetadataLeak: Defect = {
  id: 'bridge-metadata-leak',
  title: "The bridge sends the gateway's own notes about the caller as metadata, whatever is to be dropped.",
  sources: ['BerriAI/litellm#20419', 'BerriAI/litellm#20484'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field', 'account/drop-honoured'],
  stages: (stages) => changingBridged(stages, (sent, call) => ({ ...sent, metadata: mixedMetadata(call) })),
}

const chatMetadataLeak: Defect = {
  id: 'chat-metadata-leak',
  title: "A chat request carries the gateway's own notes about the caller as metadata.",
  sources: ['BerriAI/litellm#9104', 'BerriAI/litellm#8209'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingPassed(stages, (sent, call) =>
      call.surface === 'chat-completions' ? { ...sent, metadata: mixedMetadata(call) } : sent,
    ),
}

const embedsTokenInBody: Defect = {
  id: 'embeds-token-in-body',
  title: 'The body repeats the headers of the call, and with them the token of the gateway.',
  sources: ['anomalyco/opencode#40344'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { headers: { authorization } }) => ({ ...sent, headers: { authorization } })),
}

const sendsJsonSchemaInMetadata: Defect = {
  id: 'sends-json-schema-in-metadata',
  title: 'The bridge puts the JSON schema of the answer into metadata and asks for no format.',
  sources: ['BerriAI/litellm#16810', 'BerriAI/litellm#16844'],
  trips: ['account/no-silent-loss', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingBridged(stages, (sent) => {
      const { format, ...text } = membersOf(sent['text'])
      const { schema } = membersOf(format)
      if (!schema) return sent
      const metadata = { ...membersOf(sent['metadata']), schema_dict_json: JSON.stringify(schema) }
      return { ...sent, text, metadata } satisfies JsonObject
    }),
}

const injectsStreamOptions: Defect = {
  id: 'injects-stream-options',
  title: 'A Responses stream is asked for stream_options.include_usage, which only Chat knows.',
  sources: ['BerriAI/litellm#28553'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingSent(stages, (sent, call) => {
      if (call.route.surface !== 'responses' || sent['stream'] !== true) return sent
      return { ...sent, stream_options: { ...membersOf(sent['stream_options']), include_usage: true } }
    }),
}

const keepsAliasPrefix: Defect = {
  id: 'keeps-alias-prefix',
  title: "The provider is asked for the gateway's alias instead of its own model.",
  sources: ['musistudio/claude-code-router@b8a56a1e'],
  trips: ['leak/canary-upstream'],
  stages: (stages) => changingSent(stages, (sent, call) => ({ ...sent, model: call.route.alias })),
}

/** Settings and notes of the gateway that travel with the call's arguments, because one dictionary holds both. */
const strayFields: readonly (Pick<Defect, 'id' | 'title' | 'sources'> & { readonly fields: JsonObject })[] = [
  {
    id: 'sends-rate-limit-notes',
    title: "The notes of the gateway's rate limiter are sent to the provider as fields of the request.",
    sources: ['BerriAI/litellm#30544', 'BerriAI/litellm#27913'],
    fields: { _litellm_rate_limit_descriptors: [], _litellm_tpm_reserved_tokens: 12 },
  },
  {
    id: 'sends-bridge-flag',
    title: 'The flag that tells the gateway which surface to use is sent to the provider.',
    sources: ['BerriAI/litellm#28146', 'BerriAI/litellm#29447'],
    fields: { use_chat_completions_api: true },
  },
  {
    id: 'sends-timeout-flag',
    title: 'That the client set a timeout is told to the provider.',
    sources: ['BerriAI/litellm#39899'],
    fields: { client_side_timeout: true },
  },
  {
    id: 'sends-header-setting',
    title: 'The setting that forwards headers is sent in the body instead.',
    sources: ['BerriAI/litellm#39158'],
    fields: { forward_client_headers_to_llm_api: true },
  },
  {
    id: 'sends-internal-knobs',
    title: 'Switches that the parts of the gateway set for each other are sent to the provider.',
    sources: ['BerriAI/litellm#30371', 'BerriAI/litellm#30314', 'BerriAI/litellm#30301'],
    fields: { skip_mcp_handler: true, stream_chunk_size: 1024 },
  },
]

const sendsStrayFields: readonly Defect[] = strayFields.map(({ fields, ...defect }) => ({
  ...defect,
  trips: ['account/no-unaccounted-field', 'contract/upstream-request'],
  stages: (stages) => changingSent(stages, (sent) => ({ ...sent, ...fields })),
}))

const sendsAliasMap: Defect = {
  id: 'sends-alias-map',
  title: 'The table of aliases is sent along with the request.',
  sources: ['BerriAI/litellm#41342'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { route }) => ({ ...sent, model_alias_map: { [route.alias]: route.model } })),
}

const sendsOwnParameters: Defect = {
  id: 'sends-own-parameters',
  title: 'What the gateway was configured with travels in the body, the key of the provider included.',
  sources: ['BerriAI/litellm#40424'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { route }) => ({
      ...sent,
      litellm_params: { model: `${route.provider}/${route.model}`, api_key: route.apiKey, api_base: route.baseUrl },
    })),
}

const sendsFallbacks: Defect = {
  id: 'sends-fallbacks',
  title: 'The provider is told which others would be asked if it failed.',
  sources: ['maximhq/bifrost#2778'],
  trips: ['account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { route: { fallbacks } }) => {
      if (fallbacks.length === 0) return sent
      return { ...sent, fallbacks: fallbacks.map(({ provider, model }) => `${provider}/${model}`) }
    }),
}

const marksHistory: Defect = {
  id: 'marks-history',
  title: "Fields of the gateway's own replies are sent to the provider when a client replays them as history.",
  sources: ['BerriAI/litellm#20334'],
  trips: ['account/no-unaccounted-field', 'contract/upstream-request'],
  stages: (stages) =>
    changingPassed(stages, (sent) => {
      const messages = objectsIn(sent['messages']).map((message) =>
        message['role'] === 'assistant'
          ? { ...message, provider_specific_fields: { native_finish_reason: 'stop' } }
          : message,
      )
      return 'messages' in sent ? { ...sent, messages } : sent
    }),
}

/** What one caller is, stays in a global, and the next caller's request goes out under that name. */
const remembersLastCaller: Defect = {
  id: 'remembers-last-caller',
  title: 'The identity of one client is kept where the next request takes it for its own.',
  sources: ['The-PR-Agent/pr-agent#2928'],
  trips: ['leak/other-case', 'account/no-unaccounted-field'],
  stages: (stages) => {
    let last: string | undefined
    return changingSent(stages, (sent, { caller }) => {
      const user = last
      last = caller.user?.userId ?? last
      return user === undefined || 'user' in sent ? sent : { ...sent, user }
    })
  },
}

/** Fields that the gateway adds by itself, its own notes first. */
export const internalFieldsDefects: readonly Defect[] = [
  bridgeMetadataLeak,
  chatMetadataLeak,
  embedsTokenInBody,
  sendsJsonSchemaInMetadata,
  injectsStreamOptions,
  keepsAliasPrefix,
  ...sendsStrayFields,
  sendsAliasMap,
  sendsOwnParameters,
  sendsFallbacks,
  marksHistory,
  remembersLastCaller,
]
