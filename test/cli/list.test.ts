import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { notices } from '../../src/checks/notices.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { defects } from '../../src/gateways/reference/defects/index.ts'
import { startWatertight, watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

async function listed(subject: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { code, out } = await watertight(['list', subject, '--json'])
  expect(code).toBe(0)
  return JSON.parse(out)
}

test('a reader that has seen enough ends the command without a word', async () => {
  await using command = startWatertight(['list', 'checks'])
  command.stopReading()
  expect(await command.ended).toMatchObject({ code: 141, err: '' })
})

test('every check and every defect is listed, with what it means', async () => {
  expect((await listed('checks')).map(({ id }) => id)).toEqual([...checks, ...notices].map(({ id }) => id))
  const [first] = await listed('defects')
  expect(first).toEqual({
    id: 'bridge-metadata-leak',
    title: defects['bridge-metadata-leak']?.title,
    sources: defects['bridge-metadata-leak']?.sources,
    trips: defects['bridge-metadata-leak']?.trips,
  })
})

test('scenarios are listed with their cases', async () => {
  const scenario = (await listed('scenarios')).find(({ id }) => id === 'bridge/internal-metadata')
  expect(scenario).toMatchObject({ severity: 'critical', sources: expect.arrayContaining(['BerriAI/litellm#20419']) })
  expect(scenario?.['cases']).toEqual(expect.arrayContaining([expect.stringMatching(/^bridge\/internal-metadata\[/)]))
})

test('gateways are listed with what they claim, without starting one', async () => {
  const gateways = await listed('gateways')
  const files = readdirSync(packagePath('scenarios', 'gateways')).filter((name) => name.endsWith('.yaml'))
  const described = files.map((name) => name.replace('.yaml', '')).toSorted()
  expect(gateways.map(({ id }) => id)).toEqual(['reference', 'litellm', 'litellm-sdk', ...described, 'direct'])
  expect(gateways[0]?.['features']).toEqual(expect.arrayContaining(['stream', 'virtual-users']))
})

test('providers are listed with their operations, rules with their evidence', async () => {
  const [openai] = await listed('providers')
  expect(openai?.['operations']).toContainEqual(
    expect.objectContaining({ method: 'POST', path: '/v1/chat/completions', surface: 'chat-completions' }),
  )
  const rules = await listed('rules')
  expect(rules).toContainEqual(expect.objectContaining({ id: 'openai/unknown-parameter' }))
  expect(rules.filter(({ evidence }) => !Array.isArray(evidence) || evidence.length === 0)).toEqual([])
})

test('a list of rules can be counted by provider and by kind of evidence', async () => {
  const rules = await listed('rules')
  expect(rules.find(({ id }) => id === 'openai/metadata-needs-store')).toMatchObject({
    provider: 'openai',
    phase: 'state',
    surfaces: ['chat-completions'],
    evidenceKinds: ['reported', 'recorded'],
    exampleCount: 1,
  })
  expect(rules.find(({ id }) => id === 'openai/wrong-key')).toMatchObject({ phase: null, exampleCount: 0 })
  const inferred = rules.filter(
    ({ provider, evidenceKinds }) => provider === 'openai' && [evidenceKinds].flat().includes('inferred'),
  )
  const { out } = await watertight(['list', 'rules', '--provider', 'openai', '--evidence', 'inferred', '--json'])
  expect(JSON.parse(out)).toEqual(inferred)
  expect(inferred.length).toBeGreaterThan(0)
  expect(inferred.length).toBeLessThan(rules.length)
})

test.each([
  [['rules', '--provider', 'opnai'], 'there is no provider "opnai" [E_PROVIDER_UNKNOWN]', 'Did you mean openai?'],
  [
    ['rules', '--evidence', 'heard'],
    'there is no kind of evidence "heard" [E_EVIDENCE_UNKNOWN]',
    'There are: recorded,',
  ],
  [['checks', '--provider', 'openai'], '--provider means nothing to a list of checks', 'write watertight list rules'],
  [['rules', '--scenarios', '.'], '--scenarios means nothing to a list of rules', 'write watertight list scenarios'],
])('list %j is a mistake with a way out', async (words, what, wayOut) => {
  const { code, out, err } = await watertight(['list', ...words])
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(what)
  expect(err).toContain(wayOut)
})

test.each(['scenarios', 'checks', 'defects', 'gateways', 'providers', 'rules'])(
  '%s are listed for people one a line, aligned',
  async (subject) => {
    const { out } = await watertight(['list', subject])
    const ids = (await listed(subject)).map(({ id }) => String(id))
    const lines = out.trimEnd().split('\n')
    const column = Math.max(...ids.map((id) => id.length)) + 2
    expect(lines.map((line) => line.slice(0, column).trimEnd())).toEqual(ids)
    expect(lines.every((line) => /^\S/.test(line.slice(column)))).toBe(true)
  },
)
