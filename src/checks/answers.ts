import type { CaseFacts } from './facts.ts'
import type { ProviderAnswer } from './finding.ts'

/** What every provider that has this surface says to this body, so that a lenient one does not hide what a strict one refuses. */
export function providerAnswers(facts: CaseFacts, body: unknown): readonly ProviderAnswer[] {
  return [...facts.contracts.values()].flatMap((contract): ProviderAnswer[] => {
    const operation = contract.operations.find(({ surface }) => surface === facts.surfaces.upstream)
    if (operation === undefined) return []
    const refusal = operation.judge(body)
    if (refusal === null) return [{ provider: contract.id, accepts: true }]
    return [{ provider: contract.id, accepts: false, answer: `${refusal.status} ${refusal.message}` }]
  })
}
