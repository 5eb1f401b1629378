import { beforeAll, expect, test } from 'vitest'
import { litellmAdapter } from '../../../src/gateways/litellm/adapter.ts'
import type { CaseReport, RunReport } from '../../../src/report/run-report.ts'
import { driveSuite } from '../../suite/drive.ts'

const setting = process.env['WATERTIGHT_LITELLM']
const version = '1.81.7'
const whyNot = `WATERTIGHT_LITELLM is not set: the specimen was not looked for in LiteLLM ${version}; .ci/litellm installs it and does`

let report: RunReport | undefined

beforeAll(async () => {
  if (setting === undefined) return
  const patterns = ['bridge/internal-metadata', 'bridge/internal-metadata-dropped', 'bridge/no-counterpart']
  report = await driveSuite({ adapter: litellmAdapter({ env: process.env }), patterns })
}, 240_000)

/** What a user with an identity has in the body, in the order of the sixteen that a lenient provider lets pass. */
const leaked = [
  'user_api_key_user_id',
  'user_api_key_team_id',
  'user_api_key_org_id',
  'user_api_key_hash',
  'user_api_key_alias',
  'user_api_key_team_alias',
  'user_api_key_end_user_id',
  'user_api_key_user_email',
  'user_api_key_request_route',
  'user_api_key',
  'litellm_api_version',
  'endpoint',
  'requester_ip_address',
  'user_agent',
  'model_group',
  'deployment',
]

function casesOf(scenario: string, ...labels: readonly string[]): readonly CaseReport[] {
  const cases = report?.cases.filter(
    (each) => each.scenario === scenario && labels.every((label) => each.id.includes(label)),
  )
  expect(cases?.length).toBeGreaterThan(0)
  return cases ?? []
}

function pointersOf(each: CaseReport, check: string): string[] {
  return each.findings
    .filter((finding) => finding.check === check)
    .flatMap(({ evidence }) => evidence.flatMap(({ at }) => ('body' in at ? [at.body] : [])))
}

test('the specimen is found, key by key, stream and not', (context) => {
  if (report === undefined) return context.skip(whyNot)
  expect(report.gateway.version).toBe(version)
  for (const each of casesOf('bridge/internal-metadata', 'as=user', 'metadata=absent')) {
    expect(pointersOf(each, 'account/no-unaccounted-field')).toEqual(
      expect.arrayContaining(leaked.map((key) => `/metadata/${key}`)),
    )
    const roles = new Set(
      each.findings
        .filter(({ check }) => check === 'leak/canary-upstream')
        .flatMap(({ evidence }) => evidence.map(({ role }) => role)),
    )
    expect([...roles]).toEqual(
      expect.arrayContaining(['client-key', 'user-email', 'team-alias', 'org-id', 'client-ip', 'gateway-url']),
    )
  }
})

test('the drop entry for metadata is not honoured', (context) => {
  if (report === undefined) return context.skip(whyNot)
  for (const each of casesOf('bridge/internal-metadata-dropped')) {
    expect(each.findings.map(({ check }) => check)).toContain('account/drop-honoured')
  }
})

test('parameters without counterpart are lost without a word', (context) => {
  if (report === undefined) return context.skip(whyNot)
  expect(
    casesOf('bridge/no-counterpart', 'field=seed').flatMap((each) => pointersOf(each, 'account/no-silent-loss')),
  ).toContain('/seed')
})
