import { expect, test } from 'vitest'
import type { Exchange, RecordedReply } from '../../src/capture/exchange.ts'
import { judgeCase } from '../../src/checks/judge.ts'
import { caseFacts, findingsOf, plainBody, type Situation } from './facts.ts'

function stream(events: readonly unknown[], end: RecordedReply['end'] = 'complete'): { readonly reply: RecordedReply } {
  const text = events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
  const frames = [{ at: 1, bytes: Buffer.from(text) }]
  return { reply: { status: 200, headers: [['content-type', 'text/event-stream']], frames, end } }
}

const word = { choices: [{ index: 0, delta: { content: 'hel' }, finish_reason: null }] }
const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
const error = { error: { message: 'Sorry.' } }

const failing = { change: stream([word, error, '[DONE]']) }
const cut = { change: stream([word], 'cut') }
const complete = { change: stream([word, finish, '[DONE]']) }
const steps = {
  failing: { outcomes: ['error'], statuses: [] },
  cut: { outcomes: ['error', 'cut'], statuses: [] },
} as const

function told(client: Situation['client'], upstream: Situation['upstream'], step: Situation['step']): string[] {
  return findingsOf({ client: { body: plainBody, ...client }, upstream: upstream ?? [], step: step ?? {} })
}

test('a failure that the client sees is no finding, though there is no answer to compare', () => {
  expect(told(failing, [failing], steps.failing)).toEqual([])
  expect(told(cut, [cut], steps.cut)).toEqual([])
  expect(told(failing, [cut], steps.cut)).toEqual([])
})

test('a failure that looks complete is told with the words of the provider', () => {
  expect(told(complete, [failing], steps.failing)).toEqual([
    'stream/failure-visible: the provider failed with the words: Sorry., and the client gets an answer that is presented as complete',
    'expect/client: the reply ends as ok, error expected',
  ])
})

test('a stream that breaks off and looks complete is told', () => {
  expect(told(complete, [cut], steps.cut)).toEqual([
    "stream/failure-visible: the provider's answer broke off, and the client gets an answer that is presented as complete",
    'expect/client: the reply ends as ok, error or cut expected',
  ])
})

test('a failure is told whatever the scenario expects', () => {
  expect(told(complete, [cut], {}).map((text) => text.split(':')[0])).toContain('stream/failure-visible')
})

test('a retry that was answered in full makes up for the failure before', () => {
  const step = {
    outcomes: ['ok', 'error'],
    counts: [1, 2],
    reply: { text: 'hel', toolCalls: [], finish: 'stop' },
  } as const
  expect(told(complete, [cut, complete], step)).toEqual([])
})

test('where an answer and an error are right, an answer is compared and an error is not', () => {
  const step = {
    outcomes: ['ok', 'error'],
    statuses: [],
    reply: { text: 'hello', toolCalls: [], finish: 'stop' },
  } as const
  expect(told(failing, [failing], step)).toEqual([])
  expect(told(complete, [complete], step)).toEqual(['reply/text: the text is "hel", the provider wrote "hello"'])
})

test('where an answer and a cut are right, half an answer that passes for no more is not compared', () => {
  const step = { outcomes: ['ok', 'error', 'cut'], statuses: [] } as const
  const half = { change: stream([word], 'complete') }
  expect(told(half, [cut], step)).toEqual([])
  expect(told({ change: stream([word, '[DONE]']) }, [complete], step)).not.toEqual([])
})

test('an error that is not expected is a finding', () => {
  expect(told(failing, [complete], {})).toEqual(['reply/text: the reply ends with an error: Sorry.'])
  expect(told(failing, [cut], { outcomes: ['cut'], statuses: [] })).toEqual([
    'expect/client: the reply ends as error, cut expected',
  ])
})

test('no reply at all is a cut, where a cut is expected', () => {
  const findings = (step: Situation['step']) => {
    const facts = caseFacts({ upstream: [cut], step: step ?? {} })
    const steps = facts.steps.map((each) => ({ ...each, client: withoutReply(each.client) }))
    return judgeCase({ ...facts, steps }).findings.map(({ check, message }) => `${check}: ${message}`)
  }
  expect(findings(steps.cut)).toEqual([])
  expect(findings({})).toEqual(['reply/status: the client gets no reply: other side closed'])
})

function withoutReply(client: Exchange | undefined): Exchange | undefined {
  if (client === undefined) return undefined
  const { reply: _, ...others } = client
  return { ...others, failure: 'other side closed' }
}

test('a text that the scenario leaves to the provider is compared with what was recorded', () => {
  const step = { reply: { text: undefined, toolCalls: [], finish: 'stop' } } as const
  expect(told(complete, [complete], step)).toEqual([])
  const other = { change: stream([{ choices: [{ delta: { content: 'x' } }] }, finish, '[DONE]']) }
  expect(told(other, [complete], step)).toEqual(['reply/text: the text is "x", the provider wrote "hel"'])
})
