import { expect, test } from 'vitest'
import { replyError } from '../../src/checks/errors.ts'
import { stackTrace } from '../../src/checks/stack-traces.ts'
import { providerKey } from './facts.ts'
import { json, saidOf, stream } from './reply-kit.ts'

const error = (status: number, message = 'Too long.', code: string | number | null = null) =>
  json({ error: { message, type: 'x', param: null, code } }, status)
const answer = json({ choices: [{ message: { content: 'hello' }, finish_reason: 'stop' }] })

test('an error that arrives as it is, or among other words, is well', () => {
  expect(saidOf(replyError, { client: error(400, 'Too long.', 'too_long') })).toBe('passed')
  expect(saidOf(replyError, { client: error(400, 'OpenAI says: Too long.'), provider: error(400) })).toBe('passed')
  const provider = error(400, 'One of "input" or "prompt" is needed.')
  const told = `OpenAI says: ${JSON.stringify({ error: { message: 'One of "input" or "prompt" is needed.' } })}`
  expect(saidOf(replyError, { client: error(400, told), provider })).toBe('passed')
})

test('without an error on both sides there is nothing to compare', () => {
  expect(saidOf(replyError, { client: answer })).toBe('none')
  expect(saidOf(replyError, { client: error(400), provider: answer })).toBe('none')
  expect(saidOf(replyError, { client: answer, provider: error(400) })).toBe('none')
  expect(saidOf(replyError, { client: error(400), provider: [error(500), answer] })).toBe('none')
})

test.each([
  [400, 500, "the provider's 400 becomes 500, with which clients try again in vain"],
  [429, 400, "the provider's 429 becomes 400, and no client tries again"],
  [503, 404, "the provider's 503 becomes 404, and no client tries again"],
])('%i that becomes %i tells the client the wrong thing', (said, told, message) => {
  expect(saidOf(replyError, { client: error(told), provider: error(said) })).toEqual([message])
})

test.each([
  [429, 503],
  [500, 502],
  [404, 400],
])('%i may become %i: trying again is as good or as bad', (said, told) => {
  expect(saidOf(replyError, { client: error(told), provider: error(said) })).toBe('passed')
})

test('words and code that get lost are told', () => {
  const provider = error(400, 'Too long.', 'context_length_exceeded')
  expect(saidOf(replyError, { client: error(400, 'Bad request', '400'), provider })).toEqual([
    "the provider's words are lost: Too long.; the client reads: Bad request",
    "the provider's code context_length_exceeded becomes 400",
  ])
})

test('a code may be a number on one side and text on the other', () => {
  expect(saidOf(replyError, { client: error(400, 'No.', '400'), provider: error(400, 'No.', 400) })).toBe('passed')
})

test('what the provider says to the key is not for the client, and words that show a secret are better not repeated', () => {
  expect(saidOf(replyError, { client: error(502, 'Failed.'), provider: error(401) })).toBe('passed')
  expect(saidOf(replyError, { client: error(400, 'Bad.'), provider: error(400, `No access: ${providerKey}`) })).toBe(
    'passed',
  )
})

test('of several providers that failed, the words of any will do', () => {
  const provider = [error(500, 'Broken.'), error(429, 'Slow down.')]
  expect(saidOf(replyError, { client: error(500, 'Broken.'), provider })).toBe('passed')
  expect(saidOf(replyError, { client: error(500, 'Oh.'), provider })).toHaveLength(1)
})

test('a failure inside a stream has words and no status', () => {
  const failed = { status: 'failed', output: [], error: { code: 'server_error', message: 'Sorry.' } }
  const provider = stream({ type: 'response.failed', response: failed })
  const told = (message: string) => stream({ error: { message, code: 'server_error' } })
  const upstream = 'responses'
  expect(saidOf(replyError, { client: told('Sorry.'), provider, upstream })).toBe('passed')
  expect(saidOf(replyError, { client: told('Connection error.'), provider, upstream })).toEqual([
    "the provider's words are lost: Sorry.; the client reads: Connection error.",
  ])
})

test.each([
  ['Python', 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f'],
  ['Node', 'Error: no\n    at send (file:///app/send.js:3:9)'],
  ['Go', 'goroutine 12 [running]:'],
  ['Rust', "thread 'main' panicked at src/main.rs:3"],
])('a stack trace of %s is none of the business of a client', (_, trace) => {
  expect(saidOf(stackTrace, { client: error(500, trace), provider: error(500) })).toEqual([
    'the error carries a stack trace of the gateway',
  ])
  expect(saidOf(stackTrace, { client: stream({ error: { message: trace } }), provider: error(500) })).toHaveLength(1)
  expect(saidOf(stackTrace, { client: error(500, trace) })).toBe('passed')
})

test('an answer may speak of stack traces, and an error may speak of lines', () => {
  const trace = 'Traceback (most recent call last):'
  expect(saidOf(stackTrace, { client: json({ choices: [{ message: { content: trace } }] }) })).toBe('none')
  expect(saidOf(stackTrace, { client: error(400, 'Line 3 at column 5 is no JSON.') })).toBe('passed')
})
