import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readVersionTable, versionTable } from '../../fakes/azure-openai/version-table.ts'
import { Fault } from '../../src/contract/fault.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-'))

afterAll(() => rmSync(folder, { recursive: true }))

const evidence = 'evidence: [{ kind: inferred, source: a test }]'

function faultOf(text: string): unknown {
  const path = join(folder, 'api-versions.yaml')
  writeFileSync(path, text)
  try {
    return readVersionTable(path)
  } catch (error) {
    return error
  }
}

test.each([
  ['a row without evidence', 'versions: [{ id: 2024-10-21, kind: stable }]', 'evidence'],
  [
    'a word that means nothing',
    `versions:\n  - { id: 2024-10-21, kind: stable, retried: true, ${evidence} }`,
    'retried',
  ],
  ['a version that is no date', `versions: [{ id: 24-10-21, kind: stable, ${evidence} }]`, 'does not match'],
])('%s stops the start at its line', (_, versions, name) => {
  const rows = `since: [{ operations: [o], version: v1, ${evidence} }]\ngateway: [{ id: i, title: t, status: 400, message: m, ${evidence} }]`
  const fault = faultOf(`${versions}\n${rows}\n`)
  expect(fault).toBeInstanceOf(Fault)
  expect(fault).toMatchObject({ code: 'E_VERSION_TABLE', message: expect.stringContaining(name) })
  expect(fault).toHaveProperty('place.line', versions.includes('\n') ? 2 : 1)
})

test('the table of this package is read once', () => {
  expect(versionTable()).toBe(versionTable())
})
