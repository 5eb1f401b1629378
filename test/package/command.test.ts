import { execFileSync, spawnSync } from 'node:child_process'
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { schemaName, validatorsBeside } from '../../src/contract/contract-files.ts'
import { addressOf } from '../../src/contract/document/cursor.ts'
import { checkContracts } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { readyValidators } from '../../src/contract/schema/ready-validators.ts'
import { program } from '../kit/cli.ts'

const kit = join(import.meta.dirname, '../kit')

test('the command that a build leaves can be started: `npx watertight` does so in a checkout', () => {
  expect(() => accessSync(program, constants.X_OK)).not.toThrow()
})

test('a build leaves every schema of the contracts as code', () => {
  const root = packagePath('contracts')
  const ready = readyValidators(validatorsBeside(packagePath('dist', 'prepared-contracts.json')))
  const names = checkContracts(root).schemas.map((at) => schemaName(root, addressOf(at)))
  expect(names.length).toBeGreaterThan(300)
  expect(names.filter((name) => ready(name) === undefined)).toEqual([])
})

test('npm start is the program that was built', () => {
  const said = (file: string) => execFileSync(process.execPath, [file, 'run', '--help'], { encoding: 'utf8' })
  expect(said(join(kit, 'start.ts'))).toBe(said(program))
})

test('npm start says so where it cannot be built, and starts nothing', () => {
  const home = mkdtempSync(join(tmpdir(), 'watertight-start-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  for (const name of ['src', 'fakes', 'contracts']) mkdirSync(join(home, name))
  writeFileSync(join(home, 'tsconfig.json'), '{}')
  writeFileSync(join(home, 'package.json'), '{"type":"module","scripts":{"build":"echo error TS1 >&2; exit 1"}}')
  for (const name of ['start.ts', 'build-program.ts']) cpSync(join(kit, name), join(home, 'test', 'kit', name))
  const { status, stderr, stdout } = spawnSync(process.execPath, ['test/kit/start.ts', 'run'], {
    cwd: home,
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toContain('error TS1')
  expect(stderr).toContain('watertight cannot be built: Command failed: npm run --silent build')
})
