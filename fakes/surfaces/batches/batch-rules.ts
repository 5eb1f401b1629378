import type { Refusal } from '../../../src/contract/contract.ts'
import type { ProviderId } from '../../../src/contract/surface.ts'
import type { FakeRule } from '../../../src/fake-kit/definition.ts'
import type { Call } from '../../../src/fake-kit/reply.ts'
import { type NamedRules, providerRules } from '../../provider-rules.ts'
import type { BatchStatus } from './batch-store.ts'

type BatchRule = 'unknown-batch' | 'batch-not-cancellable'

const rules: NamedRules<BatchRule> = {
  'unknown-batch': {
    title: 'No batch has this id',
    evidence: { kind: 'inferred', source: 'the status of an unknown file; the words are our own' },
  },
  'batch-not-cancellable': {
    title: 'A batch that has come to its end cannot be cancelled',
    evidence: {
      kind: 'inferred',
      source: 'danny-avila/LibreChat#2632',
      date: '2024-05',
      note: 'the words and the status for a run of an assistant',
    },
  },
}

/** What a provider refuses because of the batches that it has, or has not. */
export function batchRules(provider: ProviderId): readonly FakeRule[] {
  return providerRules(provider, rules)
}

export function unknownBatch(call: Call, id: string): Refusal {
  return {
    ...refusal(call, 'unknown-batch', 404, `No batch found with id '${id}'.`),
    hint: 'Only batches of this fake are there.',
  }
}

export function notCancellable(call: Call, status: BatchStatus): Refusal {
  return {
    ...refusal(call, 'batch-not-cancellable', 400, `Cannot cancel batch with status '${status}'.`),
    hint: 'It can be cancelled while it is validating or in_progress; each retrieval moves it on.',
  }
}

function refusal({ provider }: Call, rule: BatchRule, status: number, message: string): Omit<Refusal, 'hint'> {
  return { rule: `${provider}/${rule}`, status, message, type: 'invalid_request_error', param: null, code: null }
}
