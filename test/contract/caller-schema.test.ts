import { expect, test } from 'vitest'
import { chat, chatBody, responseBody, responses } from './openai.ts'

const closed = { additionalProperties: false }

function saidOfFunction(parameters: unknown, strict = false): string | undefined {
  const tools = [{ type: 'function', function: { name: 'f', parameters, strict } }]
  const refusal = chat.judge(chatBody({ model: 'gpt-4o', tools }))
  return refusal?.message.replace("Invalid schema for function 'f': ", '')
}

test.each([
  ['absent', undefined],
  ['empty', {}],
  ['an object without members', { type: 'object', properties: {} }],
  ['an open object inside', { type: 'object', properties: { a: { type: 'object' } } }],
  ['optional properties', { type: 'object', properties: { a: { type: 'string' } } }],
  ['an array of anything', { type: 'object', properties: { a: { type: 'array', items: {} } } }],
  ['a tuple', { type: 'object', properties: { a: { type: 'array', prefixItems: [{}] } } }],
  ['a property named type', { type: 'object', properties: { type: { type: 'string' } } }],
])('parameters of a function that is not strict may be %s', (_, parameters) => {
  expect(saidOfFunction(parameters)).toBeUndefined()
})

test.each([
  [{ type: 'string' }, `schema must be a JSON Schema of 'type: "object"', got 'type: "string"'.`],
  [{ anyOf: [{}] }, `schema must be a JSON Schema of 'type: "object"', got 'type: "None"'.`],
  [
    { type: 'object', properties: {}, $defs: { a: { anyOf: [{ type: 'array' }] } } },
    "In context=('$defs', 'a', 'anyOf', '0'), array schema missing items.",
  ],
  [
    { type: 'object', properties: { a: { type: ['null', 'array'] } } },
    "In context=('properties', 'a', 'type', '1'), array schema missing items.",
  ],
])('parameters %j are refused, with the place in the schema', (parameters, message) => {
  expect(saidOfFunction(parameters)).toBe(message)
})

test('a strict function closes every object and requires every property', () => {
  const inner = { type: 'object', properties: { b: { type: 'string' } } }
  const outer = (a: unknown) => ({ type: 'object', properties: { a }, required: ['a'], ...closed })
  expect(saidOfFunction(outer(inner), true)).toBe(
    "In context=('properties', 'a'), 'additionalProperties' is required to be supplied and to be false.",
  )
  expect(saidOfFunction(outer({ ...inner, ...closed }), true)).toBe(
    "In context=('properties', 'a'), 'required' is required to be supplied and to be an array including every key in properties. Missing 'b'.",
  )
  expect(saidOfFunction(outer({ ...inner, ...closed, required: ['b'] }), true)).toBeUndefined()
})

test('an answer that is not strict may have any schema', () => {
  const schema = { type: 'object', properties: { a: { type: 'array' } } }
  const response_format = { type: 'json_schema', json_schema: { name: 'out', schema } }
  expect(chat.judge(chatBody({ response_format }))).toBeNull()
  expect(responses.judge(responseBody({ text: { format: { type: 'json_schema', name: 'out', schema } } }))).toBeNull()
})

test('a schema that is nested beyond all reason is looked at without exhausting the stack', () => {
  let schema: unknown = { type: 'array' }
  for (let depth = 0; depth < 2000; depth++) schema = { type: 'array', items: schema }
  expect(saidOfFunction({ type: 'object', properties: { a: schema } })).toBeUndefined()
})
