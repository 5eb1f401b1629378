import { expect, test } from 'vitest'
import type { PlannedTarget } from '../../../src/gateways/adapter.ts'
import { directAdapter } from '../../../src/gateways/direct/adapter.ts'
import { providerUrl } from '../../../src/gateways/provider-url.ts'
import { scenarioFolder } from '../../scenario/folder.ts'
import { driveSuite } from '../../suite/drive.ts'
import { driveControl, wholeSuiteMs } from '../control.ts'

test(
  'without a gateway, no check of the whole suite finds anything',
  async () => {
    const { tested, ...found } = await driveControl(directAdapter, {
      'retry-fallback/no-answer': 'where nobody answers, nobody is there to say so by a status',
    })
    expect(found).toEqual({ alarms: [], stale: [] })
    expect(tested).toBeGreaterThan(50)
  },
  wholeSuiteMs,
)

test('the client finds every door of Azure OpenAI by itself', async () => {
  const scenario = `id: azure/doors
title: Hello arrives
why: Because.
sources: [owner/repo#1]
severity: low
matrix:
  target:
    v1: { upstream: azure-openai/responses }
    dated: { upstream: azure-openai/responses, api-version: 2025-04-01-preview }
route: { <<: $target }
steps:
  - send: { surface: responses, body: { input: hi } }
`
  using folder = scenarioFolder({ 'azure/doors.yaml': scenario })
  const { cases } = await driveSuite({ adapter: directAdapter, folder: folder.path })
  expect(cases.map(({ id, outcome, findings }) => [id, outcome, findings])).toEqual([
    ['azure/doors[target=v1]', 'passed', []],
    ['azure/doors[target=dated]', 'passed', []],
  ])
})

test('a client that needs no gateway calls each provider where it is', () => {
  const urlOf = (change: Partial<PlannedTarget>) =>
    providerUrl({
      provider: 'openai',
      upstream: 'chat-completions',
      model: 'a/b',
      baseUrl: 'http://h/~t',
      apiKey: 'k',
      ...change,
    })
  expect(urlOf({ baseUrl: 'http://h/~t/v1' })).toBe('http://h/~t/v1/chat/completions')
  expect(urlOf({ provider: 'azure-openai' })).toBe('http://h/~t/openai/v1/chat/completions')
  expect(urlOf({ provider: 'azure-openai', apiVersion: '2024-10-21' })).toBe(
    'http://h/~t/openai/deployments/a%2Fb/chat/completions?api-version=2024-10-21',
  )
})
