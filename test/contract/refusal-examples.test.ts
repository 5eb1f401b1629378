import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Operation, RefusalRule } from '../../src/contract/contract.ts'
import { loadContracts } from '../../src/contract/load-contract.ts'

const contracts = [...loadContracts(join(import.meta.dirname, '../../contracts')).values()]

const cases = contracts.flatMap((contract) =>
  contract.rules.flatMap((rule) =>
    rule.examples.map((example, index) => ({
      name: `${rule.id} #${index + 1}: ${example.refusal.message.slice(0, 80)}`,
      rule,
      example,
      operation: contract.operations.find((one) => one.id === example.operation),
    })),
  ),
)

test.each(cases)('$name', ({ rule, example, operation }) => {
  expect(answer(operation, rule, example.request)).toEqual({ rule: rule.id, ...example.refusal })
})

function answer(operation: Operation | undefined, _rule: RefusalRule, request: unknown): unknown {
  const refusal = operation?.judge(request)
  if (!refusal) return refusal
  const { rule, status, message, type, param, code } = refusal
  return { rule, status, message, type, param, code }
}
