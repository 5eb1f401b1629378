import type { RefusalRule } from '../contract/contract.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { FakeDefinition, FakeRule } from '../fake-kit/definition.ts'
import { contractsRoot } from './package-root.ts'

/** A rule by which a provider refuses, with where it is written: in its contract, or in what serves it. */
export type ListedRule =
  | { readonly kind: 'contract'; readonly provider: ProviderId; readonly rule: RefusalRule; readonly fake: Fake }
  | { readonly kind: 'fake'; readonly provider: ProviderId; readonly rule: FakeRule; readonly fake: Fake }

/** `undefined` for a provider that has a contract and is not served yet. */
type Fake = FakeDefinition | undefined

/**
 * Every rule of every provider; within one, those of its address, credential and bytes first, as they are asked first.
 * @throws Fault | Faults of `loadContracts`
 */
export async function listedRules(): Promise<readonly ListedRule[]> {
  const [{ loadContracts }, { fakes }] = await Promise.all([
    import('../contract/load-contract.ts'),
    import('../../fakes/index.ts'),
  ])
  return [...loadContracts(contractsRoot).values()].flatMap(({ id: provider, rules }): readonly ListedRule[] => {
    const fake = fakes.find(({ id }) => id === provider)
    return [
      ...(fake?.rules ?? []).map((rule) => ({ kind: 'fake', provider, rule, fake }) as const),
      ...rules.map((rule) => ({ kind: 'contract', provider, rule, fake }) as const),
    ]
  })
}
