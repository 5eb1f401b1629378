import { expect, test } from 'vitest'
import { faultsWith } from './fixture.ts'

test('a rule without evidence, or with an empty one, is refused', () => {
  expect(faultsWith('refusals.yaml', '    evidence: [{ kind: inferred, source: this test }]\n', '')).toEqual([
    'refusals.yaml:2:5: "evidence": required field is missing [E_CONTRACT_RULE]',
  ])
  expect(faultsWith('refusals.yaml', '[{ kind: inferred, source: this test }]', '[]')).toEqual([
    'refusals.yaml:9:15: has 0 items, must have at least 1 [E_CONTRACT_RULE]',
  ])
})

test('a rule without an id is refused', () => {
  expect(faultsWith('refusals.yaml', '- id: anything\n    title', '- title')).toEqual([
    'refusals.yaml:2:5: "id": required field is missing [E_CONTRACT_RULE]',
  ])
})

test('a rule without an example is refused unless it speaks for everything', () => {
  const special = `rules:
  - id: unnamed
    title: No name
    phase: fields
    on: { keyword: required }
    message: no name
    param: null
    code: null
    evidence: [{ kind: inferred, source: this test }]
    examples: []
`
  expect(faultsWith('refusals.yaml', 'rules:\n', special)).toEqual([
    'refusals.yaml:10:15: a rule without an example [E_CONTRACT_RULE]',
  ])
})

test('a misspelt key of a rule is refused', () => {
  expect(faultsWith('refusals.yaml', 'phase: fields', 'phase: fields\n    stauts: 400')).toEqual([
    'refusals.yaml:5:5: "stauts": unknown field [E_CONTRACT_RULE]',
  ])
})

test('a rule has exactly one trigger', () => {
  expect(faultsWith('refusals.yaml', "    on: { keyword: '*' }\n", '')).toEqual([
    'refusals.yaml:2:5: the rule has no trigger [E_CONTRACT_RULE]',
    expect.stringContaining('a violation may find no rule that speaks for it'),
  ])
  expect(
    faultsWith('refusals.yaml', "on: { keyword: '*' }", "on: { keyword: '*' }\n    find: undeclared-tool-choice"),
  ).toEqual(['refusals.yaml:2:5: the rule has several triggers: on, find [E_CONTRACT_RULE]'])
})

test('a condition that nobody knows is refused', () => {
  expect(faultsWith('refusals.yaml', "on: { keyword: '*' }", 'find: undeclared-tool')).toContain(
    'refusals.yaml:5:11: unknown condition "undeclared-tool" [E_CONTRACT_RULE]',
  )
})

test('a placeholder that nobody knows is refused', () => {
  expect(faultsWith('refusals.yaml', '{path} is wrong', '{pat} is wrong')).toEqual([
    'refusals.yaml:6:14: unknown placeholder "{pat}" [E_CONTRACT_RULE]',
  ])
})

test('two rules of the same id are refused', () => {
  const again = `    examples: []
  - id: anything
    title: Again
    phase: fields
    on: { keyword: '*' }
    message: again
    param: null
    code: null
    evidence: [{ kind: inferred, source: this test }]
    examples: []
`
  expect(faultsWith('refusals.yaml', '    examples: []\n', again)).toEqual([
    'refusals.yaml:11:9: the id "anything" stands twice [E_CONTRACT_RULE]',
  ])
})

test('a schema of a rule that does not compile is refused', () => {
  const broken = `rules:
  - id: unnamed
    title: No name
    phase: fields
    on: { keyword: required, value: { minimun: 1 } }
    message: no name
    param: null
    code: null
    evidence: [{ kind: inferred, source: this test }]
    examples: [{ operation: createThing, request: {}, refusal: { message: no name, param: null, code: null } }]
`
  expect(faultsWith('refusals.yaml', 'rules:\n', broken)).toEqual([
    expect.stringMatching(/^refusals\.yaml:2:5: a schema of this rule does not compile: .*minimun/),
  ])
})

test('a limit must name a rule that takes its cases from models.yaml', () => {
  const limits = 'reasoning: false\n    limits: { responses: [{ rule: anything, fields: [/size] }] }'
  expect(faultsWith('models.yaml', 'reasoning: false', limits)).toEqual([
    'models.yaml:6:35: no rule "anything" with "limits: models.yaml" [E_CONTRACT_MODELS]',
  ])
})

test('a rule that takes its cases from models.yaml must be asked for there', () => {
  const waiting = `rules:
  - id: waiting
    title: Nobody asks
    phase: capability
    limits: models.yaml
    message: no
    param: null
    code: null
    evidence: [{ kind: inferred, source: this test }]
    examples: [{ operation: createThing, request: {}, refusal: { message: no, param: null, code: null } }]
`
  expect(faultsWith('refusals.yaml', 'rules:\n', waiting)).toEqual([
    'refusals.yaml:5:13: no model family asks for "waiting" [E_CONTRACT_RULE]',
  ])
})

test('the rule that speaks for everything must be the last', () => {
  const after = `    examples: []
  - id: after
    title: Never reached
    phase: fields
    on: { keyword: required }
    message: no
    param: null
    code: null
    evidence: [{ kind: inferred, source: this test }]
    examples: [{ operation: createThing, request: {}, refusal: { message: no, param: null, code: null } }]
`
  expect(faultsWith('refusals.yaml', '    examples: []\n', after)).toEqual([
    expect.stringContaining('a violation may find no rule that speaks for it'),
  ])
})

test('a model family without evidence is refused', () => {
  expect(faultsWith('models.yaml', '    evidence: [{ kind: inferred, source: this test }]\n', '')).toEqual([
    'models.yaml:2:5: "evidence": required field is missing [E_CONTRACT_MODELS]',
  ])
})
