import { expect, test } from 'vitest'
import { chat, chatBody, responseBody, responses } from './openai.ts'

test.each([
  ['an unknown key', chatBody({ foo: 1 }), 'additionalProperties', '/foo'],
  ['a missing key', { model: 'gpt-4o' }, 'required', '/messages'],
  ['a tag that is absent', chatBody({ messages: [{ content: 'hi' }] }), 'required', '/messages/0/role'],
  ['a tag that is no text', chatBody({ messages: [{ role: 7, content: 'hi' }] }), 'type', '/messages/0/role'],
  ['a tag that names no branch', chatBody({ tools: [{ type: 'x' }] }), 'discriminator', '/tools/0/type'],
  ['a wrong type where there are choices too', chatBody({ service_tier: {} }), 'type', '/service_tier'],
  ['a wrong type of a string or an object', chatBody({ tool_choice: 7 }), 'type', '/tool_choice'],
  ['a wrong text of a string or an object', chatBody({ tool_choice: 'x' }), 'enum', '/tool_choice'],
  [
    'a key that is too long',
    chatBody({ metadata: { [`${'k'.repeat(65)}`]: '' } }),
    'propertyNames',
    `/metadata/${'k'.repeat(65)}`,
  ],
  [
    'an empty name',
    chatBody({ tools: [{ type: 'function', function: { name: '' } }] }),
    'minLength',
    '/tools/0/function/name',
  ],
  ['a key with a slash', chatBody({ 'a/b~c': 1 }), 'additionalProperties', '/a~1b~0c'],
])('%s is one violation, at its place', (_, body, keyword, pointer) => {
  expect(chat.violations(body)).toEqual([expect.objectContaining({ keyword, pointer })])
})

test('a content type that is unknown is told from one that does not fit the role', () => {
  const withType = (type: string) => responseBody({ input: [{ role: 'user', content: [{ type, text: 'hi' }] }] })
  expect(responses.violations(withType('bogus'))).toMatchObject([
    { keyword: 'enum', pointer: '/input/0/content/0/type' },
  ])
  expect(responses.violations(withType('output_text'))).toMatchObject([
    { keyword: 'discriminator', pointer: '/input/0/content/0/type' },
  ])
})

test('violations come as the provider looks: missing, unknown, then field by field', () => {
  const body = {
    temperature: 'hot',
    zzz: 1,
    aaa: 2,
    n: 'two',
    messages: [{ role: 'user', content: 'hi', x: 1 }, { role: 'user' }],
  }
  expect(chat.violations(body).map((violation) => violation.pointer)).toEqual([
    '/model',
    '/zzz',
    '/aaa',
    '/messages/0/x',
    '/messages/1/content',
    '/n',
    '/temperature',
  ])
})

test('a violation says in our words what is wrong', () => {
  const body = chatBody({ n: 0, seed: 1.5, stop: ['a', 'b', 'c', 'd', 'e'], verbosity: 'loud', user: 'é'.repeat(65) })
  expect(chat.violations(body).map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
    '/n must be >= 1',
    '/user has 65 characters, must have at most 64',
    '/seed expected an integer, got a decimal number',
    '/stop has 5 items, must have at most 4',
    '/verbosity "loud" is not one of "low", "medium", "high", null',
  ])
})

test('a length counts characters, not their halves', () => {
  expect(chat.violations(chatBody({ user: '🦊'.repeat(64) }))).toEqual([])
  expect(chat.violations(chatBody({ user: '🦊'.repeat(65) }))).toMatchObject([{ params: { limit: 64, actual: 65 } }])
})

test('a reply with a status that nobody described is a violation', () => {
  expect(chat.replyViolations(418, {})).toMatchObject([{ keyword: 'undescribed' }])
})

test('a reply is held to its status', () => {
  const error = { error: { message: 'no', type: 'invalid_request_error', param: null, code: null } }
  expect(chat.replyViolations(400, error)).toEqual([])
  expect(chat.replyViolations(200, error).length).toBeGreaterThan(0)
  expect(chat.replyViolations(400, { ...error, request_id: 'req_1' })).toMatchObject([{ pointer: '/request_id' }])
})

test('an event is held to the stream, and a stream says how it ends', () => {
  const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [] }
  expect(chat.eventViolations(chunk)).toEqual([])
  expect(chat.eventViolations({ ...chunk, extra: 1 })).toMatchObject([{ pointer: '/extra' }])
  expect(responses.eventViolations({ type: 'response.bogus' })).toMatchObject([
    { keyword: 'discriminator', pointer: '/type' },
  ])
  expect(chat.terminator).toBe('[DONE]')
  expect(responses.terminator).toBeUndefined()
})
