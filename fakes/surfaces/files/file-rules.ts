import type { Refusal, RefusalWords } from '../../../src/contract/contract.ts'
import type { ProviderId } from '../../../src/contract/surface.ts'
import type { FakeRule } from '../../../src/fake-kit/definition.ts'
import type { Call } from '../../../src/fake-kit/reply.ts'
import { type NamedRules, providerRules } from '../../provider-rules.ts'

type FileRule = 'unknown-file' | 'batch-file-not-jsonl' | 'file-not-downloadable'

const notJsonLinesWords: RefusalWords = {
  status: 400,
  message: 'Invalid file format for Batch API. Must be .jsonl',
  type: 'invalid_request_error',
  param: null,
  code: null,
}

const rules: NamedRules<FileRule> = {
  'unknown-file': {
    title: 'No file has this id',
    evidence: {
      kind: 'reported',
      source: 'danny-avila/LibreChat#2632',
      date: '2024-05',
      note: 'the status and the words; param is inferred',
    },
  },
  'batch-file-not-jsonl': {
    title: 'The name of a file for batches does not end with .jsonl',
    words: notJsonLinesWords,
    evidence: { kind: 'reported', source: 'BerriAI/litellm#37527', date: '2026-08' },
  },
  'file-not-downloadable': {
    title: 'The purpose of the file does not allow to read it',
    evidence: { kind: 'reported', source: 'ogx-ai/ogx#3946', date: '2025-10', note: 'the words are inferred' },
  },
}

/** What a provider refuses because of the files that it has, or has not. */
export function fileRules(provider: ProviderId): readonly FakeRule[] {
  return providerRules(provider, rules)
}

export function unknownFile(call: Call, id: string): Refusal {
  return {
    ...refusal(call, 'unknown-file', 404, `No such File object: ${id}`),
    param: 'id',
    hint: 'Only files that were uploaded to this fake, or that a batch of it has written, are there.',
  }
}

export function notJsonLines(call: Call): Refusal {
  return {
    rule: `${call.provider}/batch-file-not-jsonl`,
    ...notJsonLinesWords,
    pointer: '/file/filename',
    hint: 'Name the file *.jsonl.',
  }
}

export function notDownloadable(call: Call, purpose: string): Refusal {
  return {
    ...refusal(call, 'file-not-downloadable', 400, `Not allowed to download files of purpose: ${purpose}`),
    hint: 'Files of other purposes can be read.',
  }
}

function refusal({ provider }: Call, rule: FileRule, status: number, message: string): Omit<Refusal, 'hint'> {
  return { rule: `${provider}/${rule}`, status, message, type: 'invalid_request_error', param: null, code: null }
}
