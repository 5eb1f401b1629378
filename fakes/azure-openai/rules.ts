import type { Evidence } from '../../src/contract/contract.ts'
import type { FakeRule } from '../../src/fake-kit/definition.ts'
import { openaiRules } from '../openai/rules.ts'
import { stateRules } from '../surfaces/responses/state-rules.ts'
import { gatewayWords, type Names, namedIn } from './gateway-words.ts'
import { type GatewayRow, type SinceRow, versionTable } from './version-table.ts'

/** What the engine behind the gateway says of bytes and connections is OpenAI's; nobody was seen to get it here. */
const inherited = [
  'content-type',
  'malformed-body',
  'body-too-large',
  'no-websocket',
  'malformed-http',
  'fake-fault',
  'unknown-model',
] as const

/** What Azure refuses besides its contract. @throws as `versionTable` */
export function azureRules(): readonly FakeRule[] {
  const { gateway, since } = versionTable()
  return [
    unknownPath,
    ...gateway.map(gatewayRule),
    {
      id: 'azure-openai/version-too-old',
      title: 'The version does not have the operation, the model, or a value of a field',
      evidence: evidenceOf(since.filter(({ message }) => message !== undefined)),
    },
    {
      id: 'azure-openai/argument-of-later-version',
      title: 'The version does not have the field',
      evidence: evidenceOf(since.filter(({ message }) => message === undefined)),
    },
    ...inherited.flatMap((name) => openaiRules.filter(({ id }) => id === `openai/${name}`).map(likeOpenai)),
    ...stateRules('azure-openai'),
  ]
}

/** Where the gateway names something, a script has it name this. */
const named: Names = {
  operation: 'ChatCompletions_Create',
  version: '2024-08-01-preview',
  quantity: 'token',
  seconds: '2',
  principal: '00000000-0000-0000-0000-000000000000',
  action: 'Microsoft.CognitiveServices/accounts/OpenAI/responses/write',
  method: 'POST',
  path: '/openai/responses',
}

function gatewayRule(row: GatewayRow): FakeRule {
  const { id, title, evidence } = row
  return {
    id: `azure-openai/${id}`,
    title,
    evidence,
    words: gatewayWords({ ...row, message: namedIn(row.message, named) }),
  }
}

const unknownPath: FakeRule = {
  id: 'azure-openai/unknown-path',
  title: 'No operation has this path, or this method on it',
  evidence: [
    { kind: 'reported', source: 'MicrosoftDocs/azure-docs#114602', note: 'that a method gets it as well is inferred' },
  ],
}

function likeOpenai({ id, title }: FakeRule): FakeRule {
  return { id: asAzure(id), title, evidence: [{ kind: 'inferred', source: id }] }
}

/** A rule of OpenAI under the name that it has here. */
export function asAzure(text: string): string {
  return text.replaceAll('openai/', 'azure-openai/')
}

function evidenceOf(rows: readonly SinceRow[]): readonly Evidence[] {
  return rows.flatMap(({ evidence }) => evidence)
}
