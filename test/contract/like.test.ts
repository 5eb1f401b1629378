import { expect, test } from 'vitest'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { contractFolder, loadFaults, soundFiles } from './fixture.ts'

const own = `rules:
  - like: codex/too-short
    message: '{path} has to be longer'
    examples: []
`

test('a rule that names no rule of another provider is refused at its line', () => {
  const codex = { '../codex/refusals.yaml': soundFiles['refusals.yaml'] ?? '' }
  expect(loadFaults({ ...soundFiles, ...codex, 'refusals.yaml': own })).toEqual([
    'refusals.yaml:2:11: nothing is written out as "codex/too-short" [E_CONTRACT_LIKE]',
  ])
})

test('what stands beside "like" takes the place of what is written there, and the evidence becomes a conclusion', () => {
  const dir = contractFolder({
    ...soundFiles,
    '../codex/refusals.yaml': soundFiles['refusals.yaml'] ?? '',
    'refusals.yaml': own.replace('too-short', 'anything'),
  })
  const contract = loadProviderContract(dir)
  expect(contract.rules).toMatchObject([
    {
      id: 'openai/anything',
      title: 'Any departure',
      words: { message: '{path} has to be longer', code: 'wrong' },
      evidence: [{ kind: 'inferred', source: 'codex/anything' }],
    },
  ])
  const [operation] = contract.operations
  expect(operation?.judge({ name: 'x' })?.message).toBe('name has to be longer')
})

test('a model family is taken over as a rule is', () => {
  const dir = contractFolder({
    ...soundFiles,
    '../codex/models.yaml': soundFiles['models.yaml'] ?? '',
    'models.yaml': 'families:\n  - like: codex/all\n',
  })
  expect(loadProviderContract(dir).operations).toHaveLength(2)
})

test('only what is written out can be taken over', () => {
  const dir = contractFolder({
    ...soundFiles,
    '../codex/refusals.yaml': 'rules:\n  - { like: openai/anything, examples: [] }\n',
    'refusals.yaml': own.replace('too-short', 'anything'),
  })
  expect(() => loadProviderContract(dir)).toThrow('nothing is written out as "codex/anything"')
})
