import type { Refusal } from '../src/contract/contract.ts'
import type { DialectRefusals } from '../src/fake-kit/dialect.ts'
import type { NamedRules } from './provider-rules.ts'

/** What a fake says on its own account, in the provider's envelope. */
export type OwnRule = 'malformed-http' | 'fake-fault'

export const ownRules: NamedRules<OwnRule> = {
  'malformed-http': {
    title: 'The bytes are no HTTP request',
    evidence: {
      kind: 'inferred',
      source: 'watertight',
      note: 'before the provider, its network answers, in other words',
    },
  },
  'fake-fault': {
    title: 'The fake itself failed',
    evidence: { kind: 'inferred', source: 'watertight', note: 'nothing that the provider says' },
  },
}

type Say = (rule: OwnRule, status: number, message: string, extras: { type: string; hint: string }) => Refusal

/** @param say makes a refusal of the provider */
export function ownRefusals(say: Say): Pick<DialectRefusals, 'malformedHttp' | 'fault'> {
  return {
    malformedHttp: (why) =>
      say('malformed-http', 400, `Bad Request: ${why}`, {
        type: 'invalid_request_error',
        hint: 'The bytes are no HTTP request.',
      }),
    fault: (message) =>
      say('fake-fault', 500, `This is a fault of the fake provider, not of its caller: ${message}`, {
        type: 'server_error',
        hint: 'Report it with the request from the journal.',
      }),
  }
}
