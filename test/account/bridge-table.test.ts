import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readBridgeTable, tableTowards } from '../../src/account/bridge-table.ts'
import { Fault, Faults } from '../../src/contract/fault.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { between } from './accounts.ts'

const folder = mkdtempSync(join(tmpdir(), 'bridge-table-'))
afterAll(() => rmSync(folder, { recursive: true }))

const bundled = packagePath('contracts', 'bridges')
const head = 'from: responses\nto: responses\nsources: [a/b#1]\n'
const rest = 'served: []\nwithout_counterpart: []\nadditions: []\n'

function faultsOf(text: string): readonly Fault[] {
  const file = join(folder, 'table.yaml')
  writeFileSync(file, text)
  try {
    readBridgeTable(file)
  } catch (error) {
    if (error instanceof Faults) return error.faults
    if (error instanceof Fault) return [error]
    throw error
  }
  return []
}

test('every bundled table is named after its two surfaces', () => {
  const names = readdirSync(bundled)
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    const { from, to } = readBridgeTable(join(bundled, name))
    expect(name).toBe(`${from}--${to}.yaml`)
  }
})

test('a field is spoken of once, by a row for all providers and one for each', () => {
  for (const name of readdirSync(bundled)) {
    const { fields } = readBridgeTable(join(bundled, name))
    const rows = fields.map(({ from, to, provider }) => `${from} ${to} ${provider}`)
    expect(new Set(rows).size).toBe(rows.length)
  }
})

test('a transform that is not there, and a key that means nothing, are shown with their place', () => {
  const faults = faultsOf(
    `${head}fields:\n  - { from: /a, to: /b, as: magic }\n  - { from: /a, to: /b, az: same }\n${rest}`,
  )
  expect(faults.map(({ code }) => code)).toEqual(['E_BRIDGE_TABLE', 'E_BRIDGE_TABLE'])
  expect(faults.map(({ place }) => place?.line)).toEqual([5, 6])
})

test('a table without a source is none', () => {
  expect(faultsOf(`from: responses\nto: responses\nsources: []\nfields: []\n${rest}`)).toHaveLength(1)
})

test('a row for one provider stands in place of that for all, and is not there for the others', () => {
  const table = readBridgeTable(join(bundled, 'responses--responses.yaml'))
  const wayOf = (provider: 'codex' | 'openai') =>
    tableTowards(provider, table).fields.flatMap(({ from, as }) => (from === '/input' ? [as] : []))
  expect(wayOf('codex')).toEqual(['conversation'])
  expect(wayOf('openai')).toEqual(['input-items'])
})

test('the ledger says that a field has no counterpart, or that the provider does not take it', () => {
  const account = between('chat-completions', 'responses')
  const client = { model: 'a', messages: [], stop: 'END', temperature: 0.5 }
  const noteOf = (provider: 'codex' | 'openai', pointer: string) =>
    account(client, { model: 'gpt-5.2', input: [] }, { provider }).ledger.fates.find((row) => row.client === pointer)
      ?.note
  expect(noteOf('openai', '/stop')).toBe('has no counterpart on the provider’s surface')
  expect(noteOf('openai', '/temperature')).toBeUndefined()
  expect(noteOf('codex', '/temperature')).toBe('codex does not take it')
})
