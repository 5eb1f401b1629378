import type { FakeRule } from '../../src/fake-kit/definition.ts'
import { type OwnRule, ownRules } from '../own-refusals.ts'
import { type NamedRules, providerRules } from '../provider-rules.ts'

export type RuleName =
  | OwnRule
  | 'unknown-path'
  | 'unknown-url'
  | 'unknown-method'
  | 'missing-key'
  | 'wrong-key'
  | 'content-type'
  | 'malformed-body'
  | 'malformed-form'
  | 'body-too-large'
  | 'rate-limit'
  | 'request-too-large'
  | 'insufficient-quota'
  | 'no-websocket'
  | 'unknown-model'

/** What OpenAI refuses besides its contracts, and how that is known. */
const rules: NamedRules<RuleName> = {
  'unknown-path': {
    title: 'No operation has this path',
    evidence: { kind: 'reported', source: 'harry0703/MoneyPrinterTurbo#57', date: '2024-03' },
  },
  'unknown-url': {
    title: 'The path lies outside /v1',
    evidence: { kind: 'reported', source: 'InternLM/MindSearch#150', date: '2024-08' },
  },
  'unknown-method': {
    title: 'The path does not take this method',
    evidence: {
      kind: 'reported',
      source: 'openai/openai-openapi#42',
      date: '2023-05',
      note: 'of another operation; the status is inferred',
    },
  },
  'missing-key': {
    title: 'No key was sent',
    evidence: { kind: 'reported', source: 'openai/openai-python#1434', date: '2024-05' },
  },
  'wrong-key': {
    title: 'The key is none of this run, or belongs to another case',
    evidence: { kind: 'reported', source: 'chatanywhere/GPT_API_free#62', date: '2023-07' },
  },
  'content-type': {
    title: 'The body is not labelled as what the operation takes',
    evidence: { kind: 'reported', source: 'openai/openai-openapi#502', note: 'inferred where the header is absent' },
  },
  'malformed-body': {
    title: 'The body is not JSON',
    evidence: { kind: 'reported', source: 'ChatGPTNextWeb/NextChat#4064', note: 'inferred for broken encodings' },
  },
  'malformed-form': {
    title: 'The body is not the form that its boundary promises',
    evidence: {
      kind: 'reported',
      source: 'langgenius/dify#10694',
      date: '2024-11',
      note: 'the words, of another operation; the status is inferred',
    },
  },
  'body-too-large': {
    title: 'The body is larger than the fake takes',
    evidence: {
      kind: 'reported',
      source: 'chidiwilliams/buzz#381',
      date: '2023-03',
      note: 'of another operation; the limit is our own',
    },
  },
  'rate-limit': {
    title: 'Too much within the window of a rate limit that was set',
    evidence: { kind: 'reported', source: 'continuedev/continue#11472', note: 'that of requests is inferred' },
    words: {
      status: 429,
      message:
        'Rate limit reached for gpt-4.1 in organization org-watertight on tokens per min (TPM): Limit 30000, Used 18928, Requested 11159. Please try again in 174ms. Visit https://platform.openai.com/account/rate-limits to learn more.',
      type: 'tokens',
      param: null,
      code: 'rate_limit_exceeded',
    },
  },
  'request-too-large': {
    title: 'One request asks for more than a rate limit that was set allows at all',
    evidence: { kind: 'reported', source: 'vanderschaarlab/climb#1' },
    words: {
      status: 429,
      message:
        'Request too large for gpt-4o in organization org-watertight on tokens per min (TPM): Limit 30000, Requested 30601. The input or output tokens must be reduced in order to run successfully. Visit https://platform.openai.com/account/rate-limits to learn more.',
      type: 'tokens',
      param: null,
      code: 'rate_limit_exceeded',
    },
  },
  'insufficient-quota': {
    title: 'What was paid for is used up; only a script says so',
    evidence: { kind: 'reported', source: 'ChatGPTNextWeb/NextChat#3664' },
    words: {
      status: 429,
      message:
        'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.',
      type: 'insufficient_quota',
      param: null,
      code: 'insufficient_quota',
    },
  },
  'no-websocket': {
    title: 'A WebSocket handshake',
    evidence: { kind: 'inferred', source: 'watertight', note: 'a limit of the fake; the provider speaks WebSocket' },
  },
  'unknown-model': {
    title: 'No model has this name',
    evidence: {
      kind: 'inferred',
      source: 'Pythagora-io/gpt-pilot#304',
      note: 'the words of chat requests, with this param',
    },
  },
  ...ownRules,
}

export function ruleId(name: RuleName): string {
  return `openai/${name}`
}

export const openaiRules: readonly FakeRule[] = providerRules('openai', rules)
