import { beforeAll, expect, test } from 'vitest'
import { litellmSdkAdapter } from '../../../src/gateways/litellm-sdk/adapter.ts'
import type { CaseReport, RunReport } from '../../../src/report/run-report.ts'
import { driveSuite } from '../../suite/drive.ts'

const setting = process.env['WATERTIGHT_LITELLM']
const whyNot = "WATERTIGHT_LITELLM is not set: LiteLLM's library was not called; .ci/litellm installs it and does"

let report: RunReport | undefined

beforeAll(async () => {
  if (setting === undefined) return
  const patterns = ['bridge/internal-metadata', 'chat/texts', 'stream/chat-events']
  report = await driveSuite({ adapter: litellmSdkAdapter({ env: process.env }), patterns })
}, 240_000)

function driven(scenario: string): readonly CaseReport[] {
  const cases = report?.cases.filter((each) => each.scenario === scenario && each.outcome !== 'not-applicable') ?? []
  expect(cases.length).toBeGreaterThan(0)
  return cases
}

test('without the proxy there is nothing to leak: the bridge sends what the caller gave it', (context) => {
  if (report === undefined) return context.skip(whyNot)
  for (const each of driven('bridge/internal-metadata')) {
    expect(each.passed).toEqual(expect.arrayContaining(['leak/canary-upstream', 'account/no-unaccounted-field']))
  }
})

test.for(['chat/texts', 'stream/chat-events'])(
  'what the provider wrote in %s is what the caller reads',
  (scenario, context) => {
    if (report === undefined) return context.skip(whyNot)
    for (const each of driven(scenario))
      expect(each.passed).toEqual(expect.arrayContaining(['reply/status', 'reply/text']))
  },
)
