import type { Evidence } from '../src/contract/contract.ts'
import type { ProviderId } from '../src/contract/surface.ts'
import type { FakeRule } from '../src/fake-kit/definition.ts'

export interface NamedRule extends Pick<FakeRule, 'title' | 'words'> {
  readonly evidence: Evidence
}

/** Rules of a dialect, by the name that their ids end with. */
export type NamedRules<Name extends string> = Readonly<Record<Name, NamedRule>>

export function providerRules<Name extends string>(provider: ProviderId, rules: NamedRules<Name>): readonly FakeRule[] {
  return Object.entries<NamedRule>(rules).map(([name, { evidence, ...rule }]) => ({
    id: `${provider}/${name}`,
    evidence: [evidence],
    ...rule,
  }))
}
