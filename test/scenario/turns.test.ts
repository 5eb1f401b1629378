import { expect, test } from 'vitest'
import { Fault, faultLine } from '../../src/contract/fault.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'
import { planCase } from '../../src/scenario/plan.ts'
import type { PlannedStep } from '../../src/scenario/planned.ts'
import { scenarioFolder, soundScenario } from './folder.ts'

const context = {
  seed: 's',
  masterKey: 'm',
  features: new Set(['virtual-users'] as const),
  baseUrl: () => 'http://127.0.0.1:1/v1',
  rules: () => ['openai/unknown-parameter'],
  relaxable: () => [],
}

/** The step of the sound scenario with this reply and what is expected, planned. */
function plannedStep(reply: string, expected = ''): PlannedStep | undefined {
  const text = soundScenario.replace(
    'reply: { text: hello }',
    `reply: ${reply}${expected && `\n    expect: ${expected}`}`,
  )
  using folder = scenarioFolder({ 'chat/hello.yaml': text })
  const [filled] = loadScenarios(folder.path).flatMap(fillScenario)
  return filled && planCase(filled, 0, context).steps[0]
}

function complaintOf(reply: string, expected?: string): string {
  try {
    plannedStep(reply, expected)
    return ''
  } catch (error) {
    if (error instanceof Fault) return faultLine(error).replace(/^.*?(chat\/hello)/, '$1')
    throw error
  }
}

const anyOutcome = '{ client: { outcome: [ok, error, cut] } }'

test('every kind of turn and fault is written under its name in files', () => {
  const reply = `
      text: hello
      reasoning: { summary: [a, b], encrypted: c }
      refusal: 'no'
      structured: { value: { some-key: 1 } }
      tool-calls: [{ name: f, arguments: { some-key: 1 } }]
      usage: { input: 1, output: 2, cached-input: 1 }
      deltas: { bytes-per-write: 1, events-per-write: 2 }
      failure: { as: error, after: 1, form: flat, error: { message: m }, status: 503 }
      error: { status: 429, error: { message: m }, headers: { retry-after: '1' } }
      raw: { status: 502, headers: { x-some-key: v }, body: [a, { base64: YQ== }] }
      faults:
        { delay-ms: 1, pace-ms: 2, stall: { after: 1, ms: 3 }, cut: { after: request, by: reset }, content-type: null,
          crlf: true, comments: 1, compact: true, after-end: 1 }`
  expect(plannedStep(reply, anyOutcome)?.turns).toEqual([
    {
      text: 'hello',
      reasoning: { summary: ['a', 'b'], encrypted: 'c' },
      refusal: 'no',
      structured: { value: { 'some-key': 1 } },
      toolCalls: [{ name: 'f', arguments: '{"some-key":1}' }],
      usage: { input: 1, output: 2, cachedInput: 1 },
      deltas: { bytesPerWrite: 1, eventsPerWrite: 2 },
      failure: { as: 'error', after: 1, form: 'flat', error: { message: 'm' }, status: 503 },
      error: { status: 429, error: { message: 'm' }, headers: { 'retry-after': '1' } },
      raw: { status: 502, headers: { 'x-some-key': 'v' }, body: ['a', { base64: 'YQ==' }] },
      faults: {
        delayMs: 1,
        paceMs: 2,
        stall: { after: 1, ms: 3 },
        cut: { after: 'request', by: 'reset' },
        contentType: null,
        crlf: true,
        comments: 1,
        compact: true,
        afterEnd: 1,
      },
    },
  ])
})

test('what the client reads follows from the last turn', () => {
  expect(plannedStep('[{ error: { rule: openai/unknown-parameter } }, { text: hi, finish: length }]')).toMatchObject({
    reply: { text: 'hi', toolCalls: [], finish: 'length' },
    outcomes: ['ok'],
    statuses: [200],
  })
  expect(plannedStep('{ structured: { value: [1] } }')?.reply.text).toBe('[1]')
  expect(plannedStep('{ structured: sampled }')?.reply.text).toBeUndefined()
})

test.each([
  ['{ client: { outcome: error } }', ['error'], []],
  ['{ client: { outcome: [ok, error] } }', ['ok', 'error'], []],
  ['{ client: { outcome: error, status: 502 } }', ['error'], [502]],
  ['{ client: { outcome: ok } }', ['ok'], [200]],
])('%s: the status matters as far as it follows', (expected, outcomes, statuses) => {
  expect(plannedStep('{ failure: { as: failed } }', expected)).toMatchObject({ outcomes, statuses })
})

test.each([
  '{ failure: { as: failed } }',
  '{ error: { status: 500, error: { message: m } } }',
  '{ faults: { cut: { after: 1, by: end } } }',
])('%s has to say what the client sees', (reply) => {
  expect(complaintOf(reply)).toMatch(/^chat\/hello\.yaml:13:12: .* \[E_SCENARIO_OUTCOME\]\n {2}Write expect: /)
})

test.each([
  [
    '{ error: { rule: openai/unknown-parametre } }',
    /:13:12: .*openai\/unknown-parametre.* \[E_SCENARIO_RULE\]\n {2}Did you mean "openai\/unknown-parameter"\?/,
  ],
  [
    '{ faults: { cuts: { after: 1, by: end } } }',
    /:13:24: unknown key cuts in steps\.0\.reply\.faults .*\n {2}Did you mean "cut"\?/,
  ],
  ['{ faults: { delay-ms: 600000 } }', /:13:34: steps\.0\.reply\.faults\.delay-ms must be <= 60000/],
  ['{ error: { status: 429 } }', /:13:21: steps\.0\.reply\.error lacks the key error/],
  ['{ failure: { as: broken } }', /:13:29: steps\.0\.reply\.failure\.as has to be one of failed, error, not "broken"/],
])('%s is refused with its place', (reply, wanted) => {
  expect(complaintOf(reply, anyOutcome)).toMatch(wanted)
})
