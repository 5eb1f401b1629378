import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadContracts } from '../../src/contract/load-contract.ts'

const contracts = [...loadContracts(join(import.meta.dirname, '../../contracts')).values()]

const cases = contracts.flatMap((contract) =>
  contract.rules.flatMap((rule) =>
    rule.examples.map((example, index) => ({
      name: `${rule.id} answers its example ${index + 1}: ${example.refusal.message.slice(0, 80)}`,
      rule: rule.id,
      example,
      operation: contract.operations.find((one) => one.id === example.operation),
    })),
  ),
)

test.each(cases)('$name', ({ rule, example, operation }) => {
  const answer = operation?.judge(example.request)
  expect(answer).toMatchObject({ rule, ...example.refusal })
})

test('an example without refusing rule is let pass once its rule is relaxed, or is refused by another', () => {
  for (const { rule, example, operation } of cases) {
    const answer = operation?.judge(example.request, { relaxed: new Set([rule]) })
    expect(answer?.rule).not.toBe(rule)
  }
})

test.each(contracts)('every rule of $id can be explained', ({ rules }) => {
  for (const rule of rules) {
    expect(rule.condition).not.toBe('')
    expect(rule.relax).toContain(rule.id)
    expect(rule.evidence.length).toBeGreaterThan(0)
  }
})
