import type { Operation, Refusal } from '../contract/contract.ts'
import { isRecord } from '../contract/pointer.ts'
import type { CaseFacts } from './facts.ts'
import type { ProviderAnswer } from './finding.ts'

/**
 * What every provider that has this surface says to these fields of the body, so that a lenient one does not hide what a
 * strict one refuses. A provider that refuses the body for something else is asked again without that.
 */
export function providerAnswers(
  facts: CaseFacts,
  body: unknown,
  pointers: readonly string[],
): readonly ProviderAnswer[] {
  const concerned = new Set(pointers.map(topLevel))
  return [...facts.contracts.values()].flatMap((contract): ProviderAnswer[] => {
    const operation = contract.operations.find(({ surface }) => surface === facts.surfaces.upstream)
    if (operation === undefined || !isRecord(body)) return []
    const answer = answerOn(operation, body, concerned)
    if (answer === 'other') return []
    if (answer === null) return [{ provider: contract.id, accepts: true }]
    return [{ provider: contract.id, accepts: false, answer: `${answer.status} ${answer.message}` }]
  })
}

/** `other`: the provider wants something that the body lacks, and never gets to these fields. */
function answerOn(
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
  concerned: ReadonlySet<string>,
): Refusal | null | 'other' {
  const left = { ...body }
  for (;;) {
    const refusal = operation.judge(left)
    if (refusal === null) return null
    const field = refusal.pointer === undefined ? '' : topLevel(refusal.pointer)
    if (concerned.has(field)) return refusal
    if (!Object.hasOwn(left, field)) return 'other'
    delete left[field]
  }
}

function topLevel(pointer: string): string {
  return pointer.split('/')[1] ?? ''
}
