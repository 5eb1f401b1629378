import { beforeAll, expect, test } from 'vitest'
import type { Exchange } from '../../src/index.ts'
import { fakes, Journal, loadContracts, packagePath, startFakes } from '../../src/index.ts'
import { matchers } from '../../src/vitest/index.ts'
import { driveSuite } from '../suite/drive.ts'

beforeAll(() => expect.extend(matchers))

const patterns = ['bridge/internal-metadata', 'bridge/no-counterpart']

test('a run of a clean gateway is accounted for and leaks nothing, and so is each of its cases', async () => {
  const report = await driveSuite({ patterns, thin: true })
  expect(report).toBeAccountedFor()
  expect(report).toLeakNothing()
  expect(report.cases[0]).toLeakNothing()
})

test('a leak and a loss are told as the report tells them', async () => {
  const report = await driveSuite({ patterns, defects: ['bridge-metadata-leak', 'bridge-loses-stop'] })
  expect(report).not.toLeakNothing()
  expect(() => expect(report).toLeakNothing()).toThrow(/the provider is shown .*user-email/)
  expect(() => expect(report).toBeAccountedFor()).toThrow(/lost on the way, without a word to the client: \/stop\/0/)
})

test('a run in which nothing was tested does not hold anything', async () => {
  const report = await driveSuite({ patterns, thin: true })
  const nothing = { ...report, cases: [] }
  expect(nothing).not.toLeakNothing()
  expect(nothing).not.toBeAccountedFor()
})

test('a recorded request is held to any provider that has its surface', async () => {
  const exchange = await recorded({ model: 'gpt-5.2', input: 'hi', metadata: { a: 'b' } })
  expect(exchange).toBeAcceptedBy('openai')
  expect(exchange).toBeAcceptedBy('azure-openai')
  expect(() => expect(exchange).toBeAcceptedBy('codex')).toThrow(/but it answers 400 .* \[codex\//)
  expect(exchange).not.toBeAcceptedBy('codex')
  const { surface: _surface, ...homeless } = exchange
  expect(() => expect(homeless).toBeAcceptedBy('codex')).toThrow(expect.objectContaining({ code: 'E_EXCHANGE_UNFIT' }))
})

async function recorded(body: unknown): Promise<Exchange> {
  const journal = new Journal()
  await using running = await startFakes({
    definitions: fakes,
    contracts: loadContracts(packagePath('contracts')),
    journal,
  })
  running.allowKey('openai', 'sk-mine', 'case1')
  const reply = await fetch(`${running.baseUrl('openai', 'case1')}/responses`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-mine', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  await reply.text()
  const [exchange] = journal.exchanges({ token: 'case1' })
  if (exchange === undefined) throw new Error('nothing was recorded')
  return exchange
}
