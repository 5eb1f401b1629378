import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { sampleOf } from '../../src/fake-kit/sample-json.ts'

const schemas: Readonly<Record<string, object>> = {
  'an object with all its members': {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 3 }, metric: { type: 'boolean' } },
    required: ['city', 'days', 'metric'],
    additionalProperties: false,
  },
  'a list of objects': {
    type: 'array',
    minItems: 2,
    items: { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] },
  },
  'an enum and a constant': {
    properties: { unit: { enum: ['c', 'f'] }, kind: { const: 7 } },
    required: ['unit', 'kind'],
  },
  'a nullable text of some length': { type: ['string', 'null'], minLength: 12 },
  'a union': { anyOf: [{ type: 'integer' }, { type: 'string' }] },
  'a local reference': {
    $defs: { place: { type: 'string' } },
    type: 'object',
    properties: { at: { $ref: '#/$defs/place' } },
    required: ['at'],
  },
  anything: {},
}

test.each(Object.entries(schemas))('a sample fits %s', (_, schema) => {
  const validate = new Ajv2020({ allowUnionTypes: true, strictTypes: false }).compile(schema)
  expect(validate(sampleOf(schema)), JSON.stringify(sampleOf(schema))).toBe(true)
})

test('a schema that contains itself has an end', () => {
  const tree = { type: 'object', properties: { child: { $ref: '#' } } }
  expect(JSON.stringify(sampleOf(tree)).length).toBeLessThan(200)
})

test.each<[string, object]>([
  ['a long list', { type: 'array', minItems: 1e300, items: { type: 'string' } }],
  ['lists in lists', { type: 'array', minItems: 1e6, items: { type: 'array', minItems: 1e6, items: { $ref: '#' } } }],
  ['a long text', { type: 'string', minLength: 1e300 }],
  [
    'an object that contains itself often',
    { properties: Object.fromEntries([...'abcdefgh'].map((name) => [name, { $ref: '#' }])) },
  ],
])('a schema that asks for %s gets a sample of bounded size', (_, schema) => {
  expect(JSON.stringify(sampleOf(schema)).length).toBeLessThan(1_000_000)
})

test('an enum without a choice has a sample all the same', () => {
  expect(sampleOf({ enum: [] })).toBeNull()
})
