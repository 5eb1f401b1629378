import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { compositeReporter } from '../../src/report/composite.ts'
import { reporters } from '../../src/report/index.ts'
import { jsonReporter } from '../../src/report/json.ts'
import { runReportSchema } from '../../src/report/run-report-schema.ts'
import { collecting, rendered } from '../kit/rendered.ts'
import { aCase, aFinding, aLedger, anExchange, aRun, leakedEmail } from '../kit/reports.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(runReportSchema)

/** Has every member that a report may have. */
function fullReport() {
  const evidence = [
    leakedEmail({ forms: ['sha256-hex'] }),
    leakedEmail({ at: { header: 'x-user' } }),
    leakedEmail({ at: { target: true } }),
    leakedEmail({ at: { status: true }, part: 'reply' }),
  ]
  const answers = [{ provider: 'codex', accepts: false, answer: '400 {}' }]
  const findings = [aFinding({ evidence, answers }), aFinding({ outcome: 'untestable', because: 'call/count' })]
  const relaxations = [{ rule: 'openai/unknown-parameter', reason: 'the gateway adds it' }]
  const exchanges = [anExchange(), anExchange({ hop: 'upstream' })]
  const cases = [aCase({ relaxations, findings, ledgers: [aLedger()], exchanges })]
  return aRun(cases, { findings, interrupted: 'Ctrl-C ended the run.' })
}

test('the report is written as one JSON document that says again what it was', () => {
  const text = rendered(jsonReporter, fullReport(), { color: true })
  expect(JSON.parse(text)).toEqual(fullReport())
})

test('a full report and a minimal one validate against the schema', () => {
  for (const report of [fullReport(), aRun([])]) {
    expect(validate(report)).toBe(true)
  }
})

test('the schema is closed and demanding at every depth', () => {
  for (const path of objectPaths(fullReport(), [])) {
    const extended = structuredClone(fullReport())
    Object.assign(at(extended, path), { undescribed: 1 })
    expect(validate(extended), `an unknown member at /${path.join('/')}`).toBe(false)
  }
  for (const member of Object.keys(aRun([]))) {
    const { [member]: _, ...rest } = { ...aRun([]) } as Record<string, unknown>
    expect(validate(rest), `a report without ${member}`).toBe(false)
  }
})

test('every reporter of the table ends with something written, and a composite tells each of them', () => {
  const all = Object.values(reporters).map((reporter) => ({ reporter, ...collecting() }))
  const composed = compositeReporter(all.map(({ reporter, output }) => reporter(output)))
  composed.start?.({ cases: 1, scenarios: 1, gateway: 'reference' })
  composed.gatewayReady?.('0.1.0')
  composed.caseDone?.(aCase())
  composed.end(fullReport())
  expect(all.map(({ pieces }) => pieces.join('').length > 0)).toEqual(Object.keys(reporters).map(() => true))
})

function objectPaths(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (value === null || typeof value !== 'object') return []
  const inner = Object.entries(value).flatMap(([key, member]) => objectPaths(member, [...path, key]))
  return Array.isArray(value) ? inner : [path, ...inner]
}

function at(value: unknown, path: readonly string[]): object {
  const found = path.reduce<unknown>((inner, key) => Object(inner)[key], value)
  return found !== null && typeof found === 'object' ? found : {}
}
