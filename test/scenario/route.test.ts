import { expect, test } from 'vitest'
import { Fault, Faults, faultLine } from '../../src/contract/fault.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { planCase } from '../../src/scenario/plan.ts'
import type { PlannedCase } from '../../src/scenario/planned.ts'
import { driveSuite } from '../suite/drive.ts'
import { scenarioFolder } from './folder.ts'

const head = `id: route/hello
title: Hello arrives
why: Because.
sources: [owner/repo#1]
severity: low
`
const steps = `steps:
  - send:
      surface: chat-completions
      body: { messages: [{ role: user, content: hi }] }
`

const context = {
  seed: 's',
  masterKey: 'm',
  features: new Set(['virtual-users'] as const),
  baseUrl: (provider: string, token: string) => `http://${provider}/~${token}`,
  rules: () => ['openai/unknown-parameter'],
  relaxable: () => [],
}

function planned(text: string): readonly PlannedCase[] {
  using folder = scenarioFolder({ 'route/hello.yaml': head + text })
  return loadScenarios(folder.path)
    .flatMap(fillScenario)
    .map((filled, index) => planCase(filled, index, context))
}

function complaintOf(text: string): string {
  try {
    planned(text)
    return ''
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : []
    if (faults.length === 0) throw error
    return faults.map((fault) => faultLine(fault).replace(/^.*?(route\/hello)/, '$1')).join('\n')
  }
}

const fullRoute = `route:
  upstream: openai/chat-completions
  model: gpt-4o
  drop: [seed]
  defaults: { temperature: 0.5 }
  forward-headers: [x-trace]
  retries: 2
  fallbacks:
    - { upstream: azure-openai/chat-completions, model: my-deployment, api-version: 2024-10-21 }
    - { upstream: codex/responses }
`

test('every setting of a route reaches the plan, and each target has an address and a key of its own', () => {
  const [only] = planned(fullRoute + steps)
  const { token, route, control } = only ?? { token: '', route: undefined, control: undefined }
  expect(route).toMatchObject({
    provider: 'openai',
    upstream: 'chat-completions',
    client: 'chat-completions',
    model: 'gpt-4o',
    baseUrl: `http://openai/~${token}`,
    defaults: { temperature: 0.5 },
    forwardHeaders: ['x-trace'],
    retries: 2,
    drop: ['seed'],
    fallbacks: [
      {
        provider: 'azure-openai',
        model: 'my-deployment',
        apiVersion: '2024-10-21',
        baseUrl: `http://azure-openai/~${token}f1`,
      },
      { provider: 'codex', accountId: expect.stringMatching(/^acct-/), baseUrl: `http://codex/~${token}f2` },
    ],
  })
  expect(control?.route).toMatchObject({ drop: [], defaults: { temperature: 0.5 }, retries: 2 })
  const keys = [route, control?.route].flatMap((each) => [each, ...(each?.fallbacks ?? [])]).map((each) => each?.apiKey)
  expect(new Set(keys).size).toBe(6)
  const canaries = only?.canaries.filter(({ role }) => role === 'provider-key').map(({ value }) => value)
  expect(canaries).toEqual(keys.slice(0, 3))
})

test('what a gateway has to be able to do follows from the route', () => {
  expect(planned(fullRoute + steps)[0]?.needs.toSorted()).toEqual([
    'bridge:chat-completions--responses',
    'drop:name',
    'fallback',
    'forward-headers',
    'provider:azure-openai',
    'provider:codex',
    'provider:openai',
    'retries',
    'route-defaults',
    'surface:chat-completions',
  ])
})

test('an axis may hold whole targets', () => {
  const matrix = `matrix:
  target:
    v1: { upstream: azure-openai/chat-completions }
    dated: { upstream: azure-openai/chat-completions, api-version: 2024-10-21 }
route: { <<: $target, model: gpt-4o }
`
  expect(planned(matrix + steps).map(({ id, route }) => [id, route.apiVersion, route.model])).toEqual([
    ['route/hello[target=v1]', undefined, 'gpt-4o'],
    ['route/hello[target=dated]', '2024-10-21', 'gpt-4o'],
  ])
})

test('the client is to read what the first target says that does not fail', () => {
  const broken = '    reply: { error: { status: 500, error: { message: broken } } }\n'
  const fallback = '    fallback-replies: [{ text: from the second }]\n'
  expect(planned(fullRoute + steps + broken + fallback)[0]?.steps[0]).toMatchObject({
    reply: { text: 'from the second' },
    fallbackTurns: [[{ text: 'from the second' }], [{ text: 'hello from the provider' }]],
    outcomes: ['ok'],
  })
  expect(complaintOf(`route: { upstream: openai/chat-completions }\n${steps}${broken}`)).toMatch(/E_SCENARIO_OUTCOME/)
})

test('without virtual users it is the operator who asks, unless the scenario wants a user', () => {
  const none = { ...context, features: new Set([] as const) }
  using folder = scenarioFolder({
    'route/any.yaml': head.replace('hello', 'any') + fullRoute + steps,
    'route/user.yaml': head.replace('hello', 'user') + fullRoute + steps.replace('send:', 'send:\n      as: user'),
  })
  const cases = loadScenarios(folder.path)
    .flatMap(fillScenario)
    .map((filled, index) => planCase(filled, index, none))
  const needsUsers = cases.map(({ needs }) => needs.includes('virtual-users'))
  expect(cases.flatMap((each) => each.steps).map(({ as }) => as)).toEqual(['operator', 'user'])
  expect(needsUsers).toEqual([false, true])
})

const route = (members: string) => `route: { upstream: openai/chat-completions, ${members} }\n${steps}`

test.each([
  [
    'a setting that there is not',
    route('retris: 1'),
    /:6:45: unknown key retris in route .*\n {2}Did you mean "retries"\?/,
  ],
  ['retries without end', route('retries: 11'), /:6:54: route\.retries must be <= 10/],
  ['a header in capitals', route('forward-headers: [X-Trace]'), /:6:63: route\.forward-headers\.0 must match pattern/],
  [
    'a version of a provider that has none',
    route('api-version: 2024-10-21'),
    /:6:58: openai has no api-version \[E_SCENARIO_API_VERSION\]\n {2}Give it to azure-openai alone/,
  ],
  ['a version that is no date', route('api-version: latest'), /:6:58: route\.api-version must match pattern/],
  [
    'a fallback that there is not',
    route('fallbacks: [{ upstream: openai/chat }]'),
    /:6:69: openai\/chat is no provider surface \[E_SCENARIO_UPSTREAM\]/,
  ],
  [
    'a fallback without a surface',
    route('fallbacks: [{ model: gpt-4o }]'),
    /:6:57: route\.fallbacks\.0 lacks the key upstream/,
  ],
  [
    'a provider that there is not',
    `matrix: { upstream: [opnai/responses] }\n${steps}`,
    /:6:21: opnai\/responses is no provider surface .*\n {2}Did you mean "openai\/responses"\?/,
  ],
  [
    'a reply of a fallback that the route has not',
    `${route('retries: 1')}    fallback-replies: [{ text: hi }]\n`,
    /:11:24: there are replies for 1 fallbacks, and the route has no fallback \[E_SCENARIO_FALLBACK\]/,
  ],
  [
    'a feature that nobody can have',
    `needs: [drop:nam]\n${route('retries: 1')}`,
    /:6:9: there is no feature drop:nam to need \[E_SCENARIO_FEATURE\]\n {2}Did you mean "drop:name"\?/,
  ],
  [
    'steps of two surfaces',
    `${route('retries: 1')}${steps.replace('steps:\n', '').replace('chat-completions', 'responses')}`,
    /:12:16: a case has one client surface, .* chat-completions and responses \[E_SCENARIO_SURFACE\]/,
  ],
])('%s is told at its place', (_, text, complaint) => {
  expect(complaintOf(text)).toMatch(complaint)
})

test('a fallback is driven and judged as what it is: another provider, model and key', async () => {
  const replies = `    reply: { error: { status: 503, error: { message: busy } } }
    fallback-replies: [{ text: from the second }]
    expect: { upstream: { count: 2 } }
`
  const fallbacks = '[{ upstream: azure-openai/chat-completions, model: my-deployment, api-version: 2024-10-21 }]'
  using folder = scenarioFolder({ 'route/hello.yaml': head + route(`fallbacks: ${fallbacks}`) + replies })
  const { cases } = await driveSuite({ folder: folder.path })
  expect(cases.flatMap(({ findings }) => findings)).toEqual([])
  const upstream = cases[0]?.exchanges.filter(({ hop }) => hop === 'upstream')
  expect(upstream?.map(({ request, status }) => `${request.replace(/~\w+/, '~t')} ${status}`)).toEqual([
    'POST /~t/v1/chat/completions 503',
    'POST /~t/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21 200',
  ])
})
