import { type JsonObject, membersOf } from '../json.ts'
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

/** Fields that the gateway adds by itself, its own notes first. */
export const internalFieldsDefects: readonly Defect[] = [
  bridgeMetadataLeak,
  chatMetadataLeak,
  embedsTokenInBody,
  sendsJsonSchemaInMetadata,
  injectsStreamOptions,
  keepsAliasPrefix,
]
