import { afterAll, expect, test } from 'vitest'
import { parseSse } from '../../src/capture/sse.ts'
import { isRecord } from '../../src/contract/pointer.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'
import { datedChat, post, startAzure } from './azure-fake.ts'

const running = await startAzure()
afterAll(() => running[Symbol.asyncDispose]())

/** The choices of a stream, chunk by chunk. */
async function choicesOf(deployment: string, turn: Turn, more: object = {}): Promise<readonly unknown[]> {
  const token = deployment + JSON.stringify(turn).length
  running.script(token, 0, [turn])
  const body = { messages: [{ role: 'user', content: 'hi' }], stream: true, ...more }
  const reply = await post(running, datedChat(deployment), body, undefined, token)
  expect(reply.status).toBe(200)
  const { events } = parseSse(Buffer.from(await reply.arrayBuffer()))
  expect(running.faults).toEqual([])
  return events.flatMap(({ data }) => {
    const chunk: unknown = data === '[DONE]' ? {} : JSON.parse(data)
    return isRecord(chunk) && Array.isArray(chunk['choices']) ? chunk['choices'] : []
  })
}

const isFinding = (choice: unknown) => isRecord(choice) && 'content_filter_offsets' in choice

test('an asynchronous filter follows the text in chunks without a delta, up to the end of it', async () => {
  const choices = await choicesOf('async-filter-gpt-4o', { text: 'a b c d e f' })
  const findings = choices.filter(isFinding)
  expect(findings).toMatchObject([
    { index: 0, finish_reason: null, content_filter_offsets: { check_offset: 7, start_offset: 0, end_offset: 7 } },
    { index: 0, finish_reason: null, content_filter_offsets: { check_offset: 11, start_offset: 7, end_offset: 11 } },
  ])
  expect(findings.every((choice) => isRecord(choice) && !('delta' in choice))).toBe(true)
  expect(choices.at(-1)).toBe(findings.at(-1))
  const others = choices.filter((choice) => !isFinding(choice))
  expect(others.every((choice) => isRecord(choice) && !('content_filter_results' in choice))).toBe(true)
})

test('it follows every choice by itself, and has nothing to say where there is no text', async () => {
  const two = await choicesOf('async-filter-gpt-4o', { text: 'one two' }, { n: 2 })
  expect(two.filter(isFinding)).toMatchObject([{ index: 0 }, { index: 1 }])
  const turn = { toolCalls: [{ name: 'f', arguments: '{}' }] }
  expect((await choicesOf('async-filter-gpt-4o', turn)).filter(isFinding)).toEqual([])
})

test('any other deployment has its findings beside the text', async () => {
  expect((await choicesOf('gpt-4o', { text: 'a b c d e f' })).filter(isFinding)).toEqual([])
})
