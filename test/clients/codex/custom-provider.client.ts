import { afterAll, expect, inject, test } from 'vitest'
import { valueAt } from '../../../src/contract/pointer.ts'
import type { RunningFakes } from '../../../src/fake-kit/fakes.ts'
import { type Play, play, startStage } from '../stage.ts'
import { type CodexOptions, runCodex } from './run-codex.ts'

const executable = inject('codex')
const running = await startStage()

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

test("at a provider of OpenAI's kind Codex is told that client_metadata is no parameter", async () => {
  const scene = play(running, 'openai')
  const { code, log } = await runCodex(atProvider(scene))
  const { verdict } = await scene.refused('openai/unknown-parameter')
  expect(verdict).toMatchObject({ pointer: '/client_metadata' })
  expect(log).toContain("Unknown parameter: 'client_metadata'")
  expect(code).toBe(1)
})

test('a tool call is run and its output comes back, once client_metadata is let through', async () => {
  // Codex sends client_metadata to every provider, and OpenAI's public document does not have it: hence relaxed.
  await using lenient = await startStage({ settings: { openai: { relaxed: new Set(['openai/unknown-parameter']) } } })
  const call = { name: 'exec_command', arguments: JSON.stringify({ cmd: 'echo water$((40 + 2))tight' }) }
  const scene = play(lenient, 'openai', [{ toolCalls: [call] }, { text: 'All is tight.' }])
  const { code, output } = await runCodex(atProvider(scene))
  expect({ code, output }).toEqual({ code: 0, output: 'All is tight.' })
  const bodies = await scene.accepted(2)
  expect(itemsOf(bodies[1]).slice(-2)).toMatchObject([
    { type: 'function_call', ...call },
    { type: 'function_call_output', output: expect.stringContaining('water42tight') },
  ])
  for (const body of bodies) expect(contractFaults(lenient, body)).toEqual(['/client_metadata'])
})

function atProvider({ baseUrl, key }: Play): CodexOptions {
  const configuration = `
model = "gpt-5"
model_provider = "fake"
[model_providers.fake]
name = "fake"
base_url = "${baseUrl}"
env_key = "FAKE_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`
  return { executable, prompt: 'say hi', home: { 'config.toml': configuration }, env: { FAKE_KEY: key } }
}

function itemsOf(body: unknown): readonly unknown[] {
  const input = valueAt(body, '/input')
  return Array.isArray(input) ? input : []
}

/** What the contract has against a body, whatever was relaxed. */
function contractFaults(fakes: RunningFakes, body: unknown): readonly string[] {
  const operations = fakes.providers().flatMap((provider) => (provider.id === 'openai' ? provider.operations : []))
  const create = operations.find(({ id }) => id === 'createResponse')
  if (create === undefined) throw new Error('OpenAI has no operation createResponse')
  return create.violations(body).map(({ pointer }) => pointer)
}
