import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  diffRuns,
  directAdapter,
  judgeRun,
  loadRun,
  loadScenarios,
  packagePath,
  type RunReport,
  referenceAdapter,
  reporters,
  runSuite,
} from '../../src/index.ts'
import { rendered } from '../kit/rendered.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scenarios = loadScenarios(packagePath('scenarios'), ['bridge/no-counterpart'])
const inFolder = (name: string): string => join(folder, name)
const journals = { clean: inFolder('clean.sqlite'), broken: inFolder('broken.sqlite') }
const stop = 'upstream=openai/responses,field=stop'
const lost = `bridge/no-counterpart[${stop}]`
const known = inFolder('known.yaml')

let clean: RunReport
let broken: RunReport

beforeAll(async () => {
  const [whole, leaky] = [referenceAdapter(), referenceAdapter({ defects: ['bridge-loses-stop'] })]
  clean = await runSuite({ adapter: whole, scenarios, seed: 'clean', journalFile: journals.clean })
  broken = await runSuite({ adapter: leaky, scenarios, seed: 'broken', journalFile: journals.broken })
  const entry = {
    scenario: 'bridge/no-counterpart',
    check: 'account/no-silent-loss',
    cells: [stop],
    reason: 'It is so.',
  }
  writeFileSync(known, JSON.stringify({ gateway: 'reference', known: [entry] }))
})

test('a run needs a gateway and nothing else, and its report tells all', () => {
  expect(clean).toMatchObject({ gateway: { id: 'reference' }, seed: 'clean', counts: { failed: 0, untestable: 0 } })
  expect(broken).toMatchObject({ gateway: { defects: ['bridge-loses-stop'] }, counts: { failed: 1 } })
})

test('the command of a case shows it again: with the gateway, its defects, the seed and the case', () => {
  expect(broken.cases.find(({ id }) => id === lost)?.reproduce).toBe(
    `watertight run --gateway reference --defect bridge-loses-stop --seed broken --case '${lost}'`,
  )
})

test('a run is judged again from its journal with the same report', () => {
  const run = loadRun(journals.broken)
  expect(judgeRun(run)).toEqual(broken)
  expect(judgeRun(run, { cases: [lost] }).cases.map(({ id, outcome }) => [id, outcome])).toEqual([[lost, 'failed']])
  expect(() => judgeRun(run, { cases: ['none'] })).toThrow('there is no case none')
})

test('what a baseline lists fails no more, in a run and when it is judged again', async () => {
  const judged = judgeRun(loadRun(journals.broken), { baseline: known })
  expect(judged).toMatchObject({ counts: { failed: 0, known: 1 }, baseline: { entries: 1, stale: [] } })
  const adapter = referenceAdapter({ defects: ['bridge-loses-stop'] })
  const run = await runSuite({ adapter, scenarios, caseFilter: [lost], baseline: known })
  expect(run).toMatchObject({ counts: { failed: 0, known: 1 }, baseline: { entries: 1, stale: [] } })
})

test('a baseline that a run does not bear out is stale, and one of another gateway is refused', async () => {
  expect(judgeRun(loadRun(journals.clean), { baseline: known }).baseline?.stale).toHaveLength(1)
  const direct = runSuite({ adapter: directAdapter, scenarios, baseline: known })
  await expect(direct).rejects.toMatchObject({ code: 'E_BASELINE_GATEWAY' })
})

test('two runs differ where the gateway sends something else, and nowhere else', () => {
  const [before, after] = [loadRun(journals.clean), loadRun(journals.broken)]
  const { cases, compared } = diffRuns(before, after)
  expect(cases.map(({ id }) => id)).toEqual([lost])
  expect(compared).toBe(clean.counts.passed)
  const places = diffRuns(before, after, ['status']).cases.flatMap((each) => each.places.map(({ place }) => place))
  expect(places).toContain('status')
})

test('any reporter renders a report into any text', () => {
  expect(JSON.parse(rendered(reporters.json, broken))).toEqual(JSON.parse(JSON.stringify(broken)))
})
