import { expect, test } from 'vitest'
import { packagePath } from '../../../src/contract/package-path.ts'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { findExecutable } from '../../../src/gateways/process/find-executable.ts'
import { driveSuite } from '../../suite/drive.ts'

/** A few seconds, where nobody else needs the machine. */
const wholeSuiteMs = 120_000
const env = { PATH: `${process.env['PATH']}:/usr/sbin` }
const file = packagePath('scenarios', 'gateways', 'nginx.yaml')

test('the control is described without a mistake', () => {
  expect(fileGatewayAdapter({ file, env })).toMatchObject({ id: 'nginx', addressing: 'transparent' })
})

test.skipIf(findExecutable('nginx', env.PATH) === undefined)(
  'behind a proxy that passes everything on, no check of the whole suite finds anything',
  async () => {
    const report = await driveSuite({ adapter: fileGatewayAdapter({ file, env }) })
    const tested = report.cases.filter(({ outcome }) => outcome !== 'not-applicable')
    expect(tested.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)).toEqual([])
    expect(report.findings).toEqual([])
    expect(tested.length).toBeGreaterThan(50)
  },
  wholeSuiteMs,
)
