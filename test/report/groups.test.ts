import { expect, test } from 'vitest'
import { cellOf, spreadOf } from '../../src/report/cells.ts'
import { outsideGroups, scenarioGroups } from '../../src/report/groups.ts'
import { aCase, aCell, aFinding, aLedger, anExchange, aRun, leakedEmail } from '../kit/reports.ts'

test('the same finding in many cells of a scenario is told once, with its cells', () => {
  const cells = ['stream=true', 'stream=false'].map((cell) => aCell(cell, { findings: [aFinding()] }))
  const [group, ...others] = scenarioGroups(cells)
  expect(others).toEqual([])
  expect(group?.findings).toHaveLength(1)
  expect(group?.findings[0]?.cases.map(cellOf)).toEqual(['stream=true', 'stream=false'])
})

test('findings of one check that say different things stay apart', () => {
  const findings = [aFinding(), aFinding({ message: 'A cookie of the client reached the provider.' })]
  expect(scenarioGroups([aCase({ findings })])[0]?.findings).toHaveLength(2)
})

test('a place is shown once although exchange ids and case tokens differ from cell to cell', () => {
  const cells = ['a=1', 'a=2'].map((cell, index) =>
    aCell(cell, {
      findings: [aFinding({ evidence: [leakedEmail({ exchange: `u${index}` })] })],
      exchanges: [anExchange({ id: `u${index}`, hop: 'upstream', request: `POST /~t${index}/v1/responses` })],
    }),
  )
  expect(scenarioGroups(cells)[0]?.findings[0]?.evidence).toHaveLength(1)
})

test('a place that only a later cell shows is kept', () => {
  const cells = [
    aCell('a=1', { findings: [aFinding()] }),
    aCell('a=2', { findings: [aFinding({ evidence: [leakedEmail(), leakedEmail({ at: { header: 'x-user' } })] })] }),
  ]
  expect(scenarioGroups(cells)[0]?.findings[0]?.evidence.map(({ evidence }) => evidence.at)).toEqual([
    { body: '/metadata/user_api_key_user_email' },
    { header: 'x-user' },
  ])
})

test('failures come before what could not be tested, and the most severe first', () => {
  const low = aCase({ scenario: 'chat/low', findings: [aFinding({ severity: 'low' })] })
  const untestable = aCase({ scenario: 'chat/untestable', findings: [aFinding({ outcome: 'untestable' })] })
  const critical = aCase({ scenario: 'chat/critical', findings: [aFinding({ outcome: 'untestable' }), aFinding()] })
  const groups = scenarioGroups([untestable, low, critical])
  expect(groups.map(({ example }) => example.scenario)).toEqual(['chat/critical', 'chat/low', 'chat/untestable'])
  expect(groups[0]?.findings.map(({ finding }) => finding.outcome)).toEqual(['fail', 'untestable'])
})

test('a scenario is shown by a cell whose ledger shows the fault', () => {
  const cells = [
    aCell('a=1', { findings: [aFinding()] }),
    aCell('a=2', { findings: [aFinding()], ledgers: [aLedger()] }),
    aCell('a=3', { findings: [aFinding({ severity: 'low' })], ledgers: [aLedger()] }),
  ]
  expect(scenarioGroups(cells)[0]?.example).toBe(cells[1])
  expect(scenarioGroups(cells.slice(0, 1))[0]?.example).toBe(cells[0])
})

test('checks that could not be made for one reason are told together', () => {
  const reason = { outcome: 'untestable', message: 'No upstream request was made.', because: 'call/count' } as const
  const findings = [aFinding(reason), aFinding({ ...reason, check: 'leak/canary-client' })]
  expect(scenarioGroups([aCase({ findings })])[0]?.findings[0]?.checks).toEqual([
    'leak/canary-upstream',
    'leak/canary-client',
  ])
})

test('findings of no case are groups without cells', () => {
  const run = aRun([aCase()], { findings: [aFinding({ severity: 'low' }), aFinding({ check: 'call/attributed' })] })
  expect(outsideGroups(run).map(({ checks, cases }) => [...checks, cases.length])).toEqual([
    ['call/attributed', 0],
    ['leak/canary-upstream', 0],
  ])
})

const matrix = ['stream=true,n=1', 'stream=true,n=2', 'stream=false,n=1', 'stream=false,n=2'].map((cell) => aCell(cell))

test.each([
  ['exactly the cells with one value', [0, 1], 'in 2 of 4 cases, exactly those with stream=true', 0],
  ['a single cell', [2], 'in 1 of 4 cases', 1],
  ['cells without a common value', [0, 3], 'in 2 of 4 cases', 2],
  ['every cell', [0, 1, 2, 3], 'in all 4 cases', 0],
])('the spread of %s is told in words', (_, hit, words, listed) => {
  const spread = spreadOf(
    matrix.filter((_cell, index) => hit.includes(index)),
    matrix,
  )
  expect(spread.words).toBe(words)
  expect(spread.cells).toHaveLength(listed)
})

test('cells that share a value which others have too are listed besides', () => {
  const more = [...matrix, aCell('stream=true,n=3')]
  expect(spreadOf(more.slice(0, 2), more)).toEqual({
    words: 'in 2 of 5 cases, all with stream=true',
    cells: ['stream=true,n=1', 'stream=true,n=2'],
  })
})

test('a comma inside a matrix value does not split it', () => {
  const cells = ['metadata={a:1,b:2},n=1', 'metadata={a:1,b:2},n=2', 'metadata=absent,n=1'].map((cell) => aCell(cell))
  expect(spreadOf(cells.slice(0, 2), cells).words).toBe('in 2 of 3 cases, exactly those with metadata={a:1,b:2}')
})
