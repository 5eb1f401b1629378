import { expect, test } from 'vitest'
import { Fault, Faults, faultLine } from '../../src/contract/fault.ts'
import { driveSuite } from '../suite/drive.ts'
import { scenarioFolder, soundScenario } from './folder.ts'

const rule = 'openai/unknown-parameter'

/** The sound scenario with a field that OpenAI refuses, and with what its provider is made less strict in. */
function bogusScenario(provider: string, matrix = ''): string {
  return soundScenario
    .replace('stream: $stream }', 'stream: $stream, bogus: 1 }')
    .replace('  stream:', `${matrix}  stream:`)
    .replace('steps:', `${provider}steps:`)
}

async function outcomesOf(provider: string, matrix?: string) {
  using folder = scenarioFolder({ 'chat/hello.yaml': bogusScenario(provider, matrix) })
  const { cases } = await driveSuite({ folder: folder.path })
  return cases.map(({ id, outcome, level, relaxations, findings }) => ({
    id,
    outcome,
    level,
    relaxations,
    checks: findings.map(({ check }) => check),
  }))
}

async function complaintsOf(provider: string): Promise<string> {
  try {
    await outcomesOf(provider)
    return ''
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : []
    if (faults.length === 0) throw error
    return faults.map((fault) => faultLine(fault).replace(/^.*?(chat\/hello)/, '$1')).join('\n')
  }
}

test('a scenario that says nothing is judged as strictly as the provider judges', async () => {
  for (const { outcome, checks, ...rest } of await outcomesOf('')) {
    expect(outcome).toBe('failed')
    expect(checks).toContain('contract/upstream-request')
    expect(rest).toMatchObject({ level: 'real', relaxations: [] })
  }
})

test('a rule that is relaxed does not refuse, and the report of each case says which and why', async () => {
  const reason = 'the route is one of an old deployment'
  const outcomes = await outcomesOf(`provider: { relax: [{ rule: ${rule}, reason: ${reason} }] }\n`)
  expect(outcomes).toHaveLength(2)
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ outcome: 'passed', level: 'real', relaxations: [{ rule, reason }], checks: [] })
  }
})

test('a provider that only observes answers, and its refusal is a finding all the same', async () => {
  for (const { level, checks } of await outcomesOf('provider: { level: observe }\n')) {
    expect(level).toBe('observe')
    expect(checks).toEqual(['contract/upstream-request'])
  }
})

test('level and relaxed rules may differ from case to case of one run', async () => {
  const relaxed = `[{ rule: ${rule}, reason: why not }]`
  const outcomes = await outcomesOf('provider: { relax: $relax }\n', `  relax: { strict: absent, lax: ${relaxed} }\n`)
  expect(outcomes.map(({ id, outcome }) => `${/relax=\w+/.exec(id)} ${outcome}`)).toEqual([
    'relax=strict failed',
    'relax=strict failed',
    'relax=lax passed',
    'relax=lax passed',
  ])
})

test('the comparison without a drop list is as lenient as the case', async () => {
  const provider = `provider: { relax: [{ rule: ${rule}, reason: why not }] }\nroute: { drop: [seed] }\n`
  expect((await outcomesOf(provider)).map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
})

test.each([
  [
    'a rule that no provider has',
    '{ relax: [{ rule: openai/unknown-paramter, reason: x }] }',
    /^chat\/hello\.yaml:9:29: no provider has a rule openai\/unknown-paramter to relax \[E_SCENARIO_RULE\]\n {2}Did you mean "openai\/unknown-parameter"\?/,
  ],
  ['a rule without a reason', `{ relax: [{ rule: ${rule} }] }`, /^chat\/hello\.yaml:9:21: .* lacks the key reason/],
  ['an empty reason', `{ relax: [{ rule: ${rule}, reason: '' }] }`, /fewer than 1 characters/],
  [
    'a level that there is not',
    '{ level: lax }',
    /^chat\/hello\.yaml:9:20: .* one of real, schema, observe, not "lax"/,
  ],
  ['an axis that there is not', '{ level: $strictness }', /\$strictness is no axis of the matrix/],
  ['a key that there is not', '{ levle: observe }', /^chat\/hello\.yaml:9:13: unknown key levle.*\n.*"level"/],
])('%s is told at its place', async (_, provider, complaint) => {
  expect(await complaintsOf(`provider: ${provider}\n`)).toMatch(complaint)
})

test('a script can have said what the fake says on its own account, where it has words of its own', async () => {
  const saying = (rule: string) =>
    soundScenario
      .replace('[openai/chat-completions]', '[azure-openai/chat-completions]')
      .replace(/reply: .*/, `reply: { error: { rule: ${rule} } }\n    expect: { client: { outcome: error } }`)
  using said = scenarioFolder({ 'chat/hello.yaml': saying('azure-openai/unknown-version') })
  const { cases } = await driveSuite({ folder: said.path })
  expect(cases.map(({ outcome }) => outcome)).toEqual(['passed', 'passed'])
  using unsaid = scenarioFolder({ 'chat/hello.yaml': saying('azure-openai/version-too-old') })
  await expect(driveSuite({ folder: unsaid.path })).rejects.toThrow('no rule azure-openai/version-too-old')
})
