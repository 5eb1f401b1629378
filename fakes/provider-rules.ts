import type { Evidence } from '../src/contract/contract.ts'
import type { ProviderId } from '../src/contract/surface.ts'
import type { FakeRule } from '../src/fake-kit/definition.ts'

/** A rule of a dialect, by the name that its id ends with. */
export type NamedRules<Name extends string> = Readonly<
  Record<Name, { readonly title: string; readonly evidence: Evidence }>
>

export function providerRules<Name extends string>(provider: ProviderId, rules: NamedRules<Name>): readonly FakeRule[] {
  return Object.entries<NamedRules<Name>[Name]>(rules).map(([name, { title, evidence }]) => ({
    id: `${provider}/${name}`,
    title,
    evidence: [evidence],
  }))
}
