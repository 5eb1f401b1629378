import { afterAll, expect, test } from 'vitest'
import { parseSse } from '../../src/capture/sse.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import * as azure from './azure-fake.ts'
import * as codex from './codex-fake.ts'

const fakes: Readonly<Record<'azure' | 'codex', RunningFakes>> = {
  azure: await azure.startAzure(),
  codex: await codex.startCodex(),
}

afterAll(async () => {
  for (const running of Object.values(fakes)) await running[Symbol.asyncDispose]()
})

const turns: Readonly<Record<string, Turn>> = {
  reasoning: { reasoning: { summary: ['Hm.'] }, text: 'So.' },
  refusal: { refusal: 'No, sorry.' },
  structured: { structured: { value: [1] } },
  failed: { text: 'one two', failure: { as: 'failed', after: 1 } },
  error: { text: 'one two', failure: { as: 'error', after: 1 } },
}

const chatBody = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], stream: true }
const responseBody = { model: 'gpt-5.2', input: 'hi', reasoning: { summary: 'auto' }, stream: true }

/** Streams of surfaces that other providers share with OpenAI. */
const surfaces: Readonly<Record<string, { running: RunningFakes; ask(token: string): Promise<Response> }>> = {
  'chat of Azure': {
    running: fakes.azure,
    ask: (token) => azure.post(fakes.azure, azure.datedChat('gpt-4o'), chatBody, undefined, token),
  },
  'responses of Azure': {
    running: fakes.azure,
    ask: (token) => azure.post(fakes.azure, '/openai/v1/responses', responseBody, undefined, token),
  },
  'responses of Codex': {
    running: fakes.codex,
    ask: (token) =>
      fetch(`${fakes.codex.baseUrl('codex', token)}/responses`, {
        method: 'POST',
        headers: { authorization: `Bearer ${codex.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...codex.hello, reasoning: { summary: 'auto' } }),
      }),
  },
}

const cells = Object.keys(surfaces).flatMap((surface) => Object.keys(turns).map((name) => [surface, name] as const))

test.each(cells)('%s: a turn of %s fits its contract', async (surface, name) => {
  const { running, ask } = surfaces[surface] ?? { running: fakes.azure, ask: () => Promise.reject(new Error(surface)) }
  const token = `${surface}-${name}`.replaceAll(' ', '-')
  running.script(token, 0, [turns[name] ?? {}])
  const reply = await ask(token)
  const text = await reply.text()
  expect(running.faults).toEqual([])
  expect(reply.status, text).toBe(200)
  const { events } = parseSse(Buffer.from(text))
  const fails = events.some(({ data }) => /"error":\{|"type":"error"/.test(data))
  expect(fails).toBe(turns[name]?.failure !== undefined)
})
