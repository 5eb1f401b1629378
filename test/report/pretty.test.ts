import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { prettyReporter } from '../../src/report/pretty.ts'
import type { Output } from '../../src/report/reporter.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import { widthOf } from '../../src/report/text.ts'
import { rendered } from '../kit/rendered.ts'
import { aCase, aCell, aFinding, aLedger, anExchange, aRun, leakedEmail } from '../kit/reports.ts'

const answers = [
  { provider: 'openai', accepts: true },
  { provider: 'codex', accepts: false, answer: '400 {"detail":"Unsupported parameter: metadata"}' },
]

const leak = aFinding({
  answers,
  evidence: [
    leakedEmail(),
    leakedEmail({
      at: { body: '/metadata/user_api_key_hash' },
      role: 'client-key',
      shown: '9f86d081'.repeat(8),
      forms: ['sha256-hex'],
    }),
  ],
})

function pretty(report: RunReport, output: Partial<Output> = {}): string {
  return rendered(prettyReporter, report, output)
}

test('a leak names its check, its case, the request, the pointer, the role and the disguise', () => {
  const text = pretty(aRun([aCase({ findings: [leak] })]))
  expect(text).toContain('FAILED bridge/internal-metadata')
  expect(text).toContain('critical  leak/canary-upstream')
  expect(text).toContain('upstream POST /v1/responses')
  expect(text).toMatch(/body \/metadata\/user_api_key_user_email += <user-email>/)
  expect(text).toMatch(/body \/metadata\/user_api_key_hash += <client-key> \(sha256-hex\) 9f86d081/)
})

test('a finding is followed by what strict providers say, why it matters, its sources and the command that shows it', () => {
  const text = pretty(aRun([aCase({ findings: [leak] })]))
  expect(text).toContain('openai accepts it')
  expect(text).toContain('codex 400 {"detail":"Unsupported parameter: metadata"}')
  expect(text).toContain('why        On the chat-to-Responses bridge')
  expect(text).toContain('BerriAI/litellm#20419')
  expect(text).toContain("watertight run --gateway reference --seed 7f3a --case 'bridge/internal-metadata'")
})

test('answers that several findings repeat are told once', () => {
  const text = pretty(aRun([aCase({ findings: [leak, aFinding({ check: 'account/no-unaccounted-field', answers })] })]))
  expect(text.match(/openai accepts it/g)).toHaveLength(1)
})

test('the ledger shows faults first, both sides aligned, and only counts what arrived as sent', () => {
  const lines = pretty(aRun([aCase({ findings: [leak], ledgers: [aLedger()] })]), { columns: 120 }).split('\n')
  const from = lines.findIndex((line) => /^ +client +→ upstream +fate/.test(line))
  expect(lines.slice(from + 1, from + 7).map((line) => line.trim().replaceAll(/ {2,}/g, '  '))).toEqual([
    '/messages/1/content → /input/1/output  altered  "42" → [{"text":"42"}]',
    '/stop  -  lost  ["END"]',
    '-  /metadata/user_api_key_user_email  unaccounted  "<user-email>"',
    '/seed  -  dropped as configured  7',
    '-  /store  provider required  false',
    '2 other fields arrived as sent',
  ])
  const fateColumn = lines[from]?.indexOf('fate')
  expect(lines[from + 1]?.indexOf('altered')).toBe(fateColumn)
  expect(lines[from + 3]?.indexOf('unaccounted')).toBe(fateColumn)
})

test('places that the ledger shows are not listed twice, but leaks are, with their role', () => {
  const place = leakedEmail()
  const { role: _, ...accounted } = place
  const elsewhere = { ...accounted, at: { body: '/user' } }
  const findings = [
    aFinding({ evidence: [place] }),
    aFinding({ check: 'account/no-unaccounted-field', evidence: [accounted, elsewhere] }),
  ]
  const text = pretty(aRun([aCase({ findings, ledgers: [aLedger()] })]))
  expect(text.match(/body \/metadata\/user_api_key_user_email/g)).toHaveLength(1)
  expect(text).toContain('body /user =')
  expect(text).toContain('1 place in the ledger below')
})

test('a ledger without faults is left out', () => {
  const ledger = aLedger({ fates: [], origins: [] })
  expect(pretty(aRun([aCase({ findings: [leak], ledgers: [ledger] })]))).not.toContain('fate')
})

test('evidence in a reply says what the reply was', () => {
  const evidence = [leakedEmail({ exchange: 'c1', hop: 'client', part: 'reply', at: { body: '/error/message' } })]
  const exchanges = [anExchange({ status: 500 })]
  expect(pretty(aRun([aCase({ findings: [aFinding({ evidence })], exchanges })]))).toContain(
    'client POST /v1/chat/completions -> reply 500',
  )
})

test('a fault that is not the gateway’s says whose it is', () => {
  const text = pretty(aRun([aCase({ findings: [aFinding({ blame: 'harness', outcome: 'untestable' })] })]))
  expect(text).toContain('UNTESTABLE bridge/internal-metadata')
  expect(text).toContain('fault of the harness')
})

test('findings of no case are told before the scenarios', () => {
  const outside = aFinding({ check: 'call/attributed', message: 'A request carried no key of any case.' })
  const text = pretty(aRun([aCase({ findings: [leak] })], { findings: [outside] }))
  expect(text.indexOf('call/attributed')).toBeLessThan(text.indexOf('FAILED'))
  expect(text).toContain('1 finding outside any case')
})

test('the last lines count every outcome and name time, gateway, defects and seed', () => {
  const cases = [
    aCase(),
    aCell('a=1', { findings: [leak] }),
    aCell('a=2', { outcome: 'not-applicable', lacks: ['bridge:responses--chat-completions'] }),
  ]
  const text = pretty(
    aRun(cases, { gateway: { id: 'reference', version: '0.1.0', defects: ['bridge-metadata-leak'] } }),
  )
  expect(text).toContain('1 passed, 1 failed, 0 untestable, 1 not applicable  in 1.2 s')
  expect(text).toContain('gateway reference 0.1.0 with bridge-metadata-leak  seed 7f3a')
  expect(text).toContain('the gateway does not claim bridge:responses--chat-completions')
})

test('a run without cases says that this is a failure', () => {
  expect(pretty(aRun([]))).toContain('No case was run')
})

test('an interrupted run says so and how far it came', () => {
  const cut = aFinding({ outcome: 'untestable', check: 'run/complete', message: 'the run was stopped' })
  const cases = [aCase(), aCase({ scenario: 'chat/cut', findings: [cut] })]
  const text = pretty(aRun(cases, { interrupted: 'Ctrl-C ended the run.' }))
  expect(text).not.toContain('UNTESTABLE chat/cut')
  expect(text).toContain('The run is not whole (Ctrl-C ended the run): 1 of 2 cases came to a result.')
})

test.each([80, 120])('at %d columns only commands may be wider than the page', (columns) => {
  const cases = ['stream=true', 'stream=false'].map((cell) =>
    aCell(cell, { findings: [leak, aFinding({ message: 'word '.repeat(60) })], ledgers: [aLedger()] }),
  )
  const wide = pretty(aRun(cases), { columns })
    .split('\n')
    .filter((line) => widthOf(line) > columns && !line.includes('watertight run'))
  expect(wide).toEqual([])
})

test('colour changes no word', () => {
  const report = aRun([aCase({ findings: [leak], ledgers: [aLedger()] })])
  const colored = pretty(report, { color: true })
  expect(colored).toContain('\u001b[')
  expect(stripVTControlCharacters(colored)).toBe(pretty(report))
})

test('values that a gateway sent cannot steer the terminal', () => {
  const evidence = [leakedEmail({ shown: '\u001b[2Jgone', at: { header: 'x-\u001b[31m' } })]
  const message = 'The reply was \u001b[31mred.'
  const text = pretty(aRun([aCase({ findings: [aFinding({ message, evidence })] })]))
  expect(text).not.toContain('\u001b')
  expect(text).toContain('\\u001b[2Jgone')
})
