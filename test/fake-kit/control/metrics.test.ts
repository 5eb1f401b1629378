import { afterAll, expect, test } from 'vitest'
import { post } from '../../fakes/openai-fake.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()
const { ask, fakes } = controlled
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] }

afterAll(() => controlled[Symbol.asyncDispose]())

/** Samples by name and labels. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const { headers, text } = await ask('GET', '/metrics')
  expect(headers.get('content-type')).toBe('text/plain; version=0.0.4')
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

async function send(body: unknown): Promise<void> {
  await (await post(fakes, '/chat/completions', body)).arrayBuffer()
  await fakes.journal.settled({}, 5000)
}

test('requests are counted by provider, operation, verdict and status, and stay counted when the journal is cleared', async () => {
  await send(chat)
  await send(chat)
  await send({ ...chat, bogus: 1 })
  fakes.journal.clear()
  const found = await samples()
  const labels = 'provider="openai",operation="createChatCompletion"'
  expect(found.get(`watertight_requests_total{${labels},verdict="accepted",status="200"}`)).toBe(2)
  expect(found.get(`watertight_requests_total{${labels},verdict="refused",status="400"}`)).toBe(1)
  expect(found.get(`watertight_request_duration_seconds_count{${labels}}`)).toBe(3)
  expect(found.get(`watertight_request_duration_seconds_bucket{${labels},le="+Inf"}`)).toBe(3)
  expect(found.get(`watertight_request_duration_seconds_sum{${labels}}`)).toBeGreaterThan(0)
  expect(found.get('watertight_journal_exchanges')).toBe(0)
})

test('buckets never fall', async () => {
  await send(chat)
  const counts = [...(await samples())].flatMap(([name, value]) => (name.includes('_bucket{') ? [value] : []))
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(counts.at(-1)).toBeGreaterThan(0)
})

test('the journal is measured', async () => {
  await send(chat)
  const found = await samples()
  expect(found.get('watertight_journal_exchanges')).toBe(fakes.journal.size().exchanges)
  expect(found.get('watertight_journal_bytes')).toBe(fakes.journal.size().bytes)
  expect(found.get('watertight_journal_dropped_exchanges_total')).toBe(0)
  expect(found.get('watertight_journal_dropped_bytes_total')).toBe(0)
})
