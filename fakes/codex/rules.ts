import type { RefusalWords } from '../../src/contract/contract.ts'
import type { FakeRule } from '../../src/fake-kit/definition.ts'
import { type OwnRule, ownRules } from '../own-refusals.ts'
import { type NamedRules, providerRules } from '../provider-rules.ts'

export type RuleName =
  | OwnRule
  | 'unknown-path'
  | 'unknown-method'
  | 'missing-token'
  | 'unreadable-token'
  | 'invalidated-token'
  | 'expired-token'
  | 'deactivated-workspace'
  | 'usage-limit'
  | 'challenge'
  | 'blocked'
  | 'forbidden'
  | 'instructions-not-valid'
  | 'content-type'
  | 'malformed-body'
  | 'body-too-large'
  | 'no-websocket'

export const usageLimit: RefusalWords = {
  status: 429,
  message: 'The usage limit has been reached',
  type: 'usage_limit_reached',
  param: null,
  code: null,
}

/** What the back end refuses besides its contract, and how that is known. */
const rules: NamedRules<RuleName> = {
  'unknown-path': {
    title: 'No operation has this path',
    evidence: {
      kind: 'inferred',
      source: 'openai/codex#26497',
      note: 'the envelope of its gate, with the usual words',
    },
  },
  'unknown-method': {
    title: 'The path does not take this method',
    evidence: {
      kind: 'inferred',
      source: 'openai/codex#26497',
      note: 'the envelope of its gate, with the usual words',
    },
  },
  'missing-token': {
    title: 'No access token was sent',
    evidence: {
      kind: 'reported',
      source: 'openai/codex#26497',
      date: '2026-06-05',
      note: 'that it is said for want of a token is inferred',
    },
  },
  'unreadable-token': {
    title: 'The token is none of this run, and no JSON Web Token either',
    evidence: { kind: 'reported', source: 'looplj/axonhub#799', date: '2026-02-08' },
  },
  'invalidated-token': {
    title: 'The token is a JSON Web Token, but none of this run, or it belongs to another case',
    evidence: { kind: 'reported', source: 'router-for-me/CLIProxyAPI#3654' },
  },
  'expired-token': {
    title: 'The token has expired; only a script says so',
    evidence: { kind: 'reported', source: 'openai/codex#18769' },
    words: {
      status: 401,
      message: 'Provided authentication token is expired. Please try signing in again.',
      type: null,
      param: null,
      code: 'token_expired',
    },
  },
  'deactivated-workspace': {
    title: 'The workspace of the account is switched off; only a script says so',
    evidence: { kind: 'reported', source: 'windomation/llm-for-zotero#74' },
    words: {
      status: 402,
      message: 'deactivated_workspace',
      type: null,
      param: null,
      code: 'deactivated_workspace',
      envelope: 'flat',
    },
  },
  'usage-limit': {
    title: 'The plan is used up: a rate limit that was set is reached',
    evidence: { kind: 'reported', source: 'router-for-me/CLIProxyAPI#2919' },
    words: usageLimit,
  },
  challenge: {
    title: 'The network in front of the back end wants a browser to show itself; only a script says so',
    evidence: {
      kind: 'reported',
      source: 'openai/codex#8516',
      note: 'the title of the page; it depends on where a client connects from, which a fake cannot see',
    },
    words: edgeWords('Just a moment...'),
  },
  blocked: {
    title: 'The network in front of the back end turns the client away; only a script says so',
    evidence: { kind: 'reported', source: 'openai/codex#4284', note: 'the title of the page' },
    words: edgeWords('Attention Required! | Cloudflare'),
  },
  forbidden: {
    title: 'The client is turned away without a word; only a script says so',
    evidence: { kind: 'reported', source: 'openai/codex#9278' },
    words: edgeWords(''),
  },
  'instructions-not-valid': {
    title: 'The instructions are not those of the client; only a script says so',
    evidence: { kind: 'reported', source: 'openai/codex#2259', date: '2025-08', note: 'nobody has seen it since 2025' },
    words: {
      status: 400,
      message: 'Instructions are not valid',
      type: 'invalid_request_error',
      param: null,
      code: null,
      envelope: 'flat',
    },
  },
  'content-type': {
    title: 'The body is not labelled application/json',
    evidence: {
      kind: 'inferred',
      source: 'artokun/comfyui-mcp#2155',
      note: 'the words for a body that cannot be read',
    },
  },
  'malformed-body': {
    title: 'The body is not JSON',
    evidence: {
      kind: 'reported',
      source: 'artokun/comfyui-mcp#2155',
      date: '2026-08-23',
      note: 'the words; which bodies get them is inferred',
    },
  },
  'body-too-large': {
    title: 'The body is larger than the fake takes',
    evidence: { kind: 'inferred', source: 'watertight', note: 'a limit of the fake, in the envelope of the gate' },
  },
  'no-websocket': {
    title: 'A WebSocket handshake',
    evidence: {
      kind: 'inferred',
      source: 'watertight',
      note: 'a limit of the fake; Codex falls back to HTTP at once when it is told 426',
    },
  },
  ...ownRules,
}

function edgeWords(message: string): RefusalWords {
  return { status: 403, message, type: null, param: null, code: null, envelope: 'flat' }
}

export const codexRules: readonly FakeRule[] = providerRules('codex', rules)
