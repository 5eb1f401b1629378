import type { JudgeOptions, ProviderContract, Refusal, RefusalExample } from '../../src/contract/contract.ts'

/** What the operation of an example says to its body, or to its query. */
export function judgeExample(
  contract: ProviderContract,
  { operation: id, request, query }: RefusalExample,
  options: JudgeOptions = {},
): Refusal | null {
  const operation = contract.operations.find((one) => one.id === id)
  if (operation === undefined) throw new Error(`no operation ${id}`)
  if (query === undefined) return operation.judge(request, options)
  if (operation.query === undefined) throw new Error(`${id} takes no query`)
  return operation.query.judge(operation.query.read(new URLSearchParams(query)), options)
}
