import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadContracts } from '../../src/contract/load-contract.ts'
import { judgeExample } from './judge-example.ts'

const contracts = [...loadContracts(join(import.meta.dirname, '../../contracts')).values()]

const cases = contracts.flatMap((contract) =>
  contract.rules.flatMap((rule) =>
    rule.examples.map((example, index) => ({
      name: `${rule.id} answers its example ${index + 1}: ${example.refusal.message.slice(0, 80)}`,
      rule: rule.id,
      example,
      contract,
    })),
  ),
)

test.each(cases)('$name', ({ rule, example, contract }) => {
  expect(judgeExample(contract, example)).toMatchObject({ rule, ...example.refusal })
})

test('an example without refusing rule is let pass once its rule is relaxed, or is refused by another', () => {
  for (const { rule, example, contract } of cases) {
    const answer = judgeExample(contract, example, { relaxed: new Set([rule]) })
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
