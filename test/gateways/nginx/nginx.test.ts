import { expect, test } from 'vitest'
import { packagePath } from '../../../src/contract/package-path.ts'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { findExecutable } from '../../../src/gateways/process/find-executable.ts'
import { driveControl, wholeSuiteMs } from '../control.ts'

const env = { PATH: `${process.env['PATH']}:/usr/sbin` }
const file = packagePath('scenarios', 'gateways', 'nginx.yaml')

test('the control is described without a mistake', () => {
  expect(fileGatewayAdapter({ file, env })).toMatchObject({ id: 'nginx', addressing: 'transparent' })
})

const isMissing = findExecutable('nginx', env.PATH) === undefined
const whyNot = isMissing ? ' (skipped: nginx is not installed; .ci/nginx does so)' : ''

test.skipIf(isMissing)(
  `behind a proxy that passes everything on, no check of the whole suite finds anything${whyNot}`,
  async () => {
    const { tested, ...found } = await driveControl(fileGatewayAdapter({ file, env }))
    expect(found).toEqual({ alarms: [], stale: [] })
    expect(tested).toBeGreaterThan(50)
  },
  wholeSuiteMs,
)
