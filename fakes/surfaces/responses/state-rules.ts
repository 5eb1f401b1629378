import type { Evidence } from '../../../src/contract/contract.ts'
import type { ProviderId } from '../../../src/contract/surface.ts'
import type { FakeRule } from '../../../src/fake-kit/definition.ts'

export type StateRule =
  | 'unknown-conversation'
  | 'unknown-prompt'
  | 'previous-response-not-found'
  | 'item-not-found'
  | 'unknown-response'
  | 'not-in-background'

/** The words of a third party's table of live replies; every row was seen in 2026-08. */
const liveTable: Evidence = {
  kind: 'recorded',
  source: 'kangminlee-maker/local-OAuth-CLI-API-adapter',
  date: '2026-08',
}

const rules: Readonly<Record<StateRule, { readonly title: string; readonly evidence: Evidence }>> = {
  'unknown-conversation': { title: 'The conversation does not exist', evidence: liveTable },
  'unknown-prompt': { title: 'The stored prompt does not exist', evidence: liveTable },
  'previous-response-not-found': { title: 'The previous response was not stored', evidence: liveTable },
  'item-not-found': {
    title: 'An item that the input refers to was not stored',
    evidence: { kind: 'reported', source: 'can1357/oh-my-pi#41' },
  },
  'unknown-response': {
    title: 'The response was not stored',
    evidence: { kind: 'inferred', source: 'the words for an unknown previous response' },
  },
  'not-in-background': {
    title: 'A response that does not run in the background cannot be cancelled',
    evidence: { kind: 'inferred', source: 'the vendor document of the operation' },
  },
}

/** What a provider refuses because of what earlier requests left, or did not leave. */
export function stateRules(provider: ProviderId): readonly FakeRule[] {
  return Object.entries(rules).map(([name, { title, evidence }]) => ({
    id: `${provider}/${name}`,
    title,
    evidence: [evidence],
  }))
}
