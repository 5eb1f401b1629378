import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import type { Log, Result } from 'sarif'
import { expect, test } from 'vitest'
import type { RunReport } from '../../src/report/run-report.ts'
import { sarifReporter } from '../../src/report/sarif.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aRun } from '../kit/reports.ts'
import { driveSuite } from '../suite/drive.ts'

// The standard's own schema, as Microsoft's matchers for SARIF carry it.
const matchers = dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json'))
const text = readFileSync(join(matchers, 'lib', 'schemas', 'sarif-2.1.0-rtm.5.json'), 'utf8')
// It is written in draft 04; its keywords mean the same in draft 07 but for the two that name it.
const { $schema: _draft, id: _id, ...schema }: Record<string, unknown> = JSON.parse(text)
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
  schema,
)

function sarif(report: RunReport): Log {
  const log: Log = JSON.parse(rendered(sarifReporter, report))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log
}

function resultsOf(report: RunReport): readonly Result[] {
  return sarif(report).runs[0]?.results ?? []
}

test('the standard’s schema takes a run with findings of every kind', async () => {
  sarif(await driveSuite({ defects: ['bridge-metadata-leak', 'probes-provider-at-start'], thin: true }))
  sarif(aRun([aCase({ findings: [aFinding({ outcome: 'untestable' })] })], { interrupted: 'the gateway died' }))
  sarif(aRun([]))
}, 60_000)

test('every check is a rule, with the weakness it is filed under', () => {
  const [run] = sarif(aRun([])).runs
  expect(run?.tool.driver.rules?.map(({ id, properties }) => [id, properties?.tags])).toEqual([
    ['leak/canary-upstream', ['leak', 'security', 'external/cwe/cwe-201']],
    ['call/count', ['call']],
  ])
})

test('the same finding in several cells is one result, at the file of its scenario', () => {
  const results = resultsOf(aRun([aCell('a=1', { findings: [aFinding()] }), aCell('a=2', { findings: [aFinding()] })]))
  expect(results).toHaveLength(1)
  expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(
    'scenarios/bridge/internal-metadata.yaml',
  )
  expect(results[0]?.locations?.[0]?.logicalLocations?.map(({ fullyQualifiedName }) => fullyQualifiedName)).toEqual([
    'bridge/internal-metadata[a=1]',
    'bridge/internal-metadata[a=2]',
  ])
  expect(results[0]?.message.text).toContain(
    "Reproduce: watertight run --gateway reference --seed 7f3a --case 'bridge/",
  )
})

test('what a baseline knows is suppressed with its reason', () => {
  const known = { ...aFinding(), known: { reason: 'they know' } }
  const [result] = resultsOf(aRun([aCase({ findings: [known] })]))
  expect(result?.suppressions).toEqual([{ kind: 'external', justification: 'they know' }])
})

test('a finding keeps its fingerprint from run to run', () => {
  const print = (seed: string) => resultsOf(aRun([aCase({ findings: [aFinding()] })], { seed }))[0]?.partialFingerprints
  expect(print('one')).toEqual(print('two'))
})

test('a finding of no case has no place', () => {
  expect(resultsOf(aRun([], { findings: [aFinding({ check: 'call/attributed' })] }))[0]?.locations).toEqual([])
})
