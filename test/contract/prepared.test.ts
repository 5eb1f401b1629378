import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { prepareContracts, validatorsBeside } from '../../src/contract/contract-files.ts'
import { checkContracts, loadContracts, loadProviderContract } from '../../src/contract/load-contract.ts'
import { prepareValidators } from '../../src/contract/prepare-validators.ts'
import { contractFolder, soundFiles } from './fixture.ts'
import { judgeExample } from './judge-example.ts'

const root = join(import.meta.dirname, '../../contracts')

/** Prepares the contracts below a folder, as the build does. @returns where they stand now */
function prepared(folder: string, change: (text: string) => string = (text) => text): string {
  const home = mkdtempSync(join(tmpdir(), 'prepared-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const path = join(home, 'prepared-contracts.json')
  writeFileSync(path, change(JSON.stringify(prepareContracts(folder))))
  return path
}

test('contracts that the build has prepared say the same as those that are read', () => {
  const read = loadContracts(root)
  for (const [id, contract] of loadContracts(root, prepared(root))) {
    const other = read.get(id)
    expect(contract.rules).toEqual(other?.rules)
    expect(contract.operations.map((operation) => operation.id)).toEqual(other?.operations.map((one) => one.id))
    for (const { id: rule, examples } of contract.rules) {
      for (const example of examples) {
        expect(judgeExample(contract, example)).toMatchObject({ rule, ...example.refusal })
      }
    }
  }
})

test('schemas that the build has compiled say of any body what those say that are compiled here', () => {
  const path = prepared(root)
  writeFileSync(validatorsBeside(path), prepareValidators(root, checkContracts(root)))
  const here = loadContracts(root)
  let accepted = 0
  for (const [id, { operations, rules }] of loadContracts(root, path)) {
    const bodies = [{}, [], ...rules.flatMap(({ examples }) => examples.map(({ request }) => request))]
    for (const [index, operation] of operations.entries()) {
      const other = here.get(id)?.operations[index]
      for (const body of bodies) {
        const violations = operation.violations(body)
        expect(violations).toEqual(other?.violations(body))
        accepted += violations.length === 0 ? 1 : 0
      }
      expect(operation.replyViolations(200, {})).toEqual(other?.replyViolations(200, {}))
      expect(operation.eventViolations({})).toEqual(other?.eventViolations({}))
    }
  }
  expect(accepted).toBeGreaterThan(100)
})

test('schemas that were compiled before are not compiled again', () => {
  const dir = contractFolder(soundFiles)
  const path = prepared(dirname(dir))
  const judge = () => loadProviderContract(dir, path).operations[0]?.judge({})?.message
  expect(judge()).toBe('name is wrong')
  writeFileSync(validatorsBeside(path), 'module.exports = () => new Proxy({}, { get: () => () => true })')
  expect(judge()).toBeUndefined()
})

test('what was prepared is used, and nothing is read in its place', () => {
  const dir = contractFolder(soundFiles)
  const path = prepared(dirname(dir), (text) => text.replaceAll('is wrong', 'was prepared'))
  const judge = (preparedAt?: string) => loadProviderContract(dir, preparedAt).operations[0]?.judge({})?.message
  expect(judge(path)).toBe('name was prepared')
  expect(judge()).toBe('name is wrong')
})

const broken = 'openapi: 3.1.0\npaths: { /v1/more: { get: { responses: {} } } }\n'

test.each([
  ['is changed', 'things.yaml', broken],
  ['comes', 'more.yaml', broken],
])('when a file %s, everything is read and checked again', (_, name, text) => {
  const dir = contractFolder(soundFiles)
  const path = prepared(dirname(dir))
  expect(loadProviderContract(dir, path).operations).toHaveLength(2)
  writeFileSync(join(dir, name), text)
  expect(() => loadProviderContract(dir, path)).toThrowError('has no operationId')
})

test('when a file goes, what is left is read', () => {
  const dir = contractFolder({ ...soundFiles, 'more.yaml': broken.replace('get: {', 'get: { operationId: more,') })
  const path = prepared(dirname(dir), (text) => text.replaceAll('is wrong', 'was prepared'))
  rmSync(join(dir, 'more.yaml'))
  expect(loadProviderContract(dir, path).operations[0]?.judge({})?.message).toBe('name is wrong')
})

test('what is no preparation is taken for none', () => {
  const dir = contractFolder(soundFiles)
  const path = prepared(dirname(dir), () => '[]')
  expect(loadProviderContract(dir, path).operations).toHaveLength(2)
})
