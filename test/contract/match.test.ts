import { expect, test } from 'vitest'
import { openai } from './openai.ts'

test.each([
  ['POST', '/v1/chat/completions', 'createChatCompletion', {}],
  ['POST', '/v1/responses', 'createResponse', {}],
  ['GET', '/v1/responses/resp_1', 'retrieveResponse', { response_id: 'resp_1' }],
  ['POST', '/v1/responses/input_tokens', 'countResponseInputTokens', {}],
  ['GET', '/v1/responses/a%2Fb/input_items', 'listResponseInputItems', { response_id: 'a/b' }],
  ['GET', '/v1/models/ft:gpt-4o:x', 'retrieveModel', { model: 'ft:gpt-4o:x' }],
])('%s %s is %s', (method, path, id, params) => {
  expect(openai.match(method, path)).toMatchObject({ kind: 'operation', operation: { id }, params })
})

test.each(['/v1/chat', '/v1/chat/completions/', '/v1/responses/a/b/c', '/v1xchat/completions', '', '/'])(
  '%s is no path',
  (path) => {
    expect(openai.match('POST', path)).toEqual({ kind: 'unknown-path' })
  },
)

test('a method that a path does not have comes with those it has', () => {
  expect(openai.match('PUT', '/v1/responses/resp_1')).toEqual({ kind: 'unknown-method', allowed: ['GET', 'DELETE'] })
  expect(openai.match('GET', '/v1/chat/completions')).toEqual({ kind: 'unknown-method', allowed: ['POST'] })
})

test('a broken escape in a path is taken as it stands', () => {
  expect(openai.match('GET', '/v1/responses/%zz')).toMatchObject({ params: { response_id: '%zz' } })
})
