import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-code.ts'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { startGatewayProcess } from '../../../src/gateways/process/gateway-process.ts'
import type { RunReport } from '../../../src/report/run-report.ts'
import { driveSuite } from '../../suite/drive.ts'
import { childPlan } from './plan.ts'
import { tinyGateway } from './tiny/file.ts'

const never = new AbortController().signal
let temporary: string

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'trouble-'))
  vi.stubEnv('TMPDIR', temporary)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

test('when a gateway dies in the middle, the rest is untestable, its last words are told, and nothing is left', async () => {
  const report = await troubled('dies')
  expect(report.interrupted).toMatch(/^Tiny ended with exit code 3, after "out of memory, as it were"$/)
  expect(report.counts.passed).toBe(0)
  const untestable = report.cases.filter(({ outcome }) => outcome === 'untestable')
  expect(untestable.length).toBeGreaterThan(0)
  expect(untestable.flatMap(({ findings }) => findings.map(({ message }) => message))).toContain(report.interrupted)
  expect(exitCodeOf(report)).toBe(1)
  expect(leftovers()).toEqual([])
})

test('a gateway that answers a page to every call fails, in words that show the page', async () => {
  const report = await troubled('html')
  const { cases, failed, notApplicable } = report.counts
  expect(failed).toBe(cases - notApplicable)
  expect(messagesOf(report)).toContainEqual(expect.stringContaining('It works!'))
  expect(report.interrupted).toBeUndefined()
  expect(exitCodeOf(report)).toBe(1)
})

test('a gateway that hangs up on every call passes nothing', async () => {
  const report = await troubled('cuts')
  expect(report.counts.passed).toBe(0)
  expect(exitCodeOf(report)).toBe(1)
  expect(leftovers()).toEqual([])
})

test.each([
  ['wants-another-node', /requires Node\.js >= 99/, /wants another Node/],
  ['dies', /cannot read the configuration/, /Mend what the last lines complain about/],
])('%s at the start: its last lines are told, and a way out', async (behaviour, words, hint) => {
  const started = startGatewayProcess(childPlan(behaviour, await freePort()), never)
  await expect(started).rejects.toMatchObject({
    code: 'E_GATEWAY_DIED',
    message: expect.stringMatching(words),
    hint: expect.stringMatching(hint),
  })
  expect(leftovers()).toEqual([])
})

async function troubled(kind: string): Promise<RunReport> {
  using adapter = tinyGateway({ 'ready:': `environment: { TROUBLE: ${kind} }\nready:` })
  return await driveSuite({ adapter, patterns: ['chat/**', 'leak/identity'], concurrency: 2 })
}

function messagesOf({ cases }: RunReport): readonly string[] {
  return cases.flatMap(({ findings }) => findings.map(({ message }) => message))
}

/** Directories of gateways, all of which have to go again. */
function leftovers(): readonly string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('watertight-'))
}
