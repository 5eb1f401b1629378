import { type JsonObject, membersOf } from '../json.ts'
import { changingBridged, type Defect } from './defect.ts'

export const sendsJsonSchemaInMetadata: Defect = {
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
