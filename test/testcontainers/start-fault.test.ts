import { expect, test } from 'vitest'
import { startFault } from '../../src/testcontainers/start-fault.ts'
import { violationText } from '../../src/testcontainers/violation-text.ts'

test.each([
  ['Could not find a working container runtime strategy', 'E_CONTAINER_ENGINE'],
  ['(HTTP code 404) no such container - No such image: watertight:9', 'E_CONTAINER_IMAGE'],
  ['driver failed: Bind for 0.0.0.0:4000 failed: port is already allocated', 'E_CONTAINER_PORT'],
  ['Log stream ended and message was not received', 'E_CONTAINER_NOT_READY'],
])('%s is %s, with a way out and the cause', (words, code) => {
  const cause = new Error(words)
  const fault = startFault('watertight:9', cause, [], 'Build it.')
  expect(fault).toMatchObject({ code, message: expect.stringContaining(words), cause })
  expect(fault.hint).toMatch(/^[A-Z].*\.$/)
})

test('a container that does not get ready is told by its last lines', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`)
  const { message } = startFault('watertight:9', new Error('ended'), lines, 'Build it.')
  expect(message.split('\n')).toEqual([
    'the container of watertight:9 did not get ready. It said:',
    ...lines.slice(2).map((line) => `  ${line}`),
  ])
})

test('a violation says who refuses what, where, and in which words', () => {
  const refused = {
    exchange: 'u1',
    provider: 'openai',
    request: 'POST /v1/x',
    rule: 'openai/r',
    status: 400,
    message: 'No.',
  }
  expect(violationText({ ...refused, pointer: '/a', hint: 'Relax it.', answered: false })).toBe(
    'openai would refuse POST /v1/x at /a: 400 No. [openai/r]\n  Relax it.',
  )
  expect(violationText({ ...refused, answered: true })).toBe('openai refused POST /v1/x: 400 No. [openai/r]')
})
