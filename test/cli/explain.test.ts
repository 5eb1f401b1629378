import { expect, test, vi } from 'vitest'
import { explainable } from '../../src/cli/explain-table.ts'
import { explanationText } from '../../src/cli/explanation.ts'
import { watertight } from '../kit/cli.ts'

// Every command is a process of its own that reads and compiles the contracts.
vi.setConfig({ testTimeout: 60_000 })

test('a rule is explained: when it refuses, in which words, how it is known, an example to the letter', async () => {
  const { code, out, err } = await watertight(['explain', 'openai/top-logprobs-needs-logprobs'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toBe(`openai/top-logprobs-needs-logprobs (rule)
Top logprobs without logprobs

When      the body matches {"required":["top_logprobs"],"properties":{"top_logprobs":{"type":"integer"}},"not":{"required":["logprobs"],"properties":{"logprobs":{"const":true}}}}
On        chat-completions
Models    all
Order     state: what the request refers to, and fields that depend on each other; after body, gate, presence, model, unknown, fields
Words     400, invalid_request_error
          The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.
          param top_logprobs, code null
Evidence  recorded: kangminlee-maker/local-OAuth-CLI-API-adapter, 2026-08-30
Example   createChatCompletion
          {"model":"gpt-5.6-terra","messages":[{"role":"user","content":"hi"}],"top_logprobs":2}
Answer    400
          {"error":{"message":"The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.","type":"invalid_request_error","param":"top_logprobs","code":null}}
Relax     To let this pass, relax openai/top-logprobs-needs-logprobs and give a reason.
`)
})

test('a rule of model families names each family, its models and what it limits', async () => {
  const { out } = await watertight(['explain', 'openai/only-default-value'])
  expect(out).toContain(
    'gpt-5.2-to-5.5 (gpt-5.2* gpt-5.3* gpt-5.4* gpt-5.5*); /temperature, except 1, unless /reasoning_effort is none or absent',
  )
})

test('an id that nobody has is a mistake; one without its provider is completed, a misspelt one corrected', async () => {
  const hints = await Promise.all(
    ['metadata-needs-store', 'account/no-silent-los', 'nothing-like-this'].map(async (id) => {
      const { code, out, err } = await watertight(['explain', id])
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain(`nothing has the id "${id}" [E_ID_UNKNOWN]`)
      return err.trimEnd().split('\n')[1]?.trim()
    }),
  )
  expect(hints).toEqual([
    expect.stringMatching(/^Did you mean openai\/metadata-needs-store/),
    'Did you mean account/no-silent-loss?',
    'watertight list rules, checks, scenarios and defects name the ids.',
  ])
})

test('a rule of a provider’s own door that always says the same shows it as it is on the wire', async () => {
  const { out } = await watertight(['explain', 'codex/deactivated-workspace'])
  expect(out).toMatch(/^Words {5}402, no type, flat envelope$/m)
  expect(out).toMatch(/^Answer {4}402\n {10}\{"detail":\{"code":"deactivated_workspace"\}\}$/m)
})

test('a notice of the harness is explained, and so is a page that is no JSON', async () => {
  const { out } = await watertight(['explain', 'run/complete'])
  expect(out).toMatch(/^run\/complete \(notice of the harness\)\nThe case was driven to its end\n/)
  const page = await watertight(['explain', 'codex/challenge'])
  expect(page.out).toMatch(/^Answer {4}403\n {10}<!DOCTYPE html>/m)
})

test('defects, checks and scenarios are explained with a command that shows them', async () => {
  const [defect, check, scenario] = await Promise.all(
    ['bridge-loses-stop', 'account/no-silent-loss', 'bridge/internal-metadata'].map(
      async (id) => (await watertight(['explain', id])).out,
    ),
  )
  expect(defect).toContain('See it   watertight run --defect bridge-loses-stop\n')
  expect(check).toMatch(/^(?:Tripped by {2}| {12})bridge-loses-stop: /m)
  expect(scenario).toMatch(/^Seen in {3}BerriAI\/litellm#20419$/m)
  expect(scenario).toMatch(/^See it {4}watertight run bridge\/internal-metadata$/m)
})

test('no two things have the same id, and all of them have something to say', async () => {
  const all = (await Promise.all(explainable.map((explained) => explained()))).flat()
  const ids = all.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  expect(all.filter(({ title, sections }) => title === '' || sections.length === 0)).toEqual([])
})

test('on a terminal sentences are wrapped, and what may be copied stays in one piece', () => {
  const sentence = 'word '.repeat(30).trim()
  const command = `watertight ${'x'.repeat(120)} y`
  const text = explanationText(
    { id: 'a/b', kind: 'rule', title: 'A rule', sections: [{ label: 'Why', lines: [sentence], code: [command] }] },
    { write: () => {}, isTerminal: true, columns: 60, color: false },
  )
  const lines = text.trimEnd().split('\n')
  expect(lines.at(-1)).toBe(`     ${command}`)
  expect(lines.slice(0, -1).every((line) => line.length <= 60)).toBe(true)
})
