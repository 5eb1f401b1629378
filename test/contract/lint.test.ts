import { expect, test } from 'vitest'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { contractFolder, faultsWith, loadFaults, soundFiles } from './fixture.ts'

test('a sound contract loads', () => {
  expect(loadFaults(soundFiles)).toEqual([])
})

test('an object that accepts undescribed members is refused', () => {
  expect(faultsWith('things.yaml', '      additionalProperties: false\n', '')).toEqual([
    'things.yaml:23:5: an object accepts members that nobody described [E_CONTRACT_OPEN_OBJECT]',
  ])
})

test('an object that says why it is open is accepted', () => {
  expect(faultsWith('things.yaml', 'additionalProperties: false', 'x-open: it holds anything')).toEqual([])
})

test('an object inside an object is held to the same', () => {
  expect(
    faultsWith('things.yaml', '{ type: integer }', '{ type: object, properties: { a: { type: string } } }'),
  ).toEqual(['things.yaml:28:9: an object accepts members that nobody described [E_CONTRACT_OPEN_OBJECT]'])
})

test('a misspelt keyword is refused with a suggestion', () => {
  const dir = contractFolder({
    ...soundFiles,
    'things.yaml': (soundFiles['things.yaml'] ?? '').replace('minLength', 'minLenght'),
  })
  expect(() => loadProviderContract(dir)).toThrowError(
    expect.objectContaining({
      code: 'E_CONTRACT_KEYWORD',
      place: expect.objectContaining({ line: 27, col: 31 }),
      hint: 'Did you mean "minLength"?',
    }),
  )
})

test('a misspelt key of an operation is refused', () => {
  expect(
    faultsWith('things.yaml', 'operationId: readThing', 'operationId: readThing\n      x-surfac: responses'),
  ).toEqual(['things.yaml:20:7: unknown key "x-surfac" in an OpenAPI operation [E_CONTRACT_KEYWORD]'])
})

test('an unknown surface is refused', () => {
  expect(faultsWith('things.yaml', 'operationId: readThing', 'operationId: readThing\n      x-surface: chat')).toEqual([
    'things.yaml:20:18: unknown surface "chat" [E_CONTRACT_SURFACE]',
  ])
})

test('a reference that leads nowhere is refused', () => {
  expect(faultsWith('things.yaml', '{ type: integer }', "{ $ref: '#/components/schemas/Size' }")).toEqual([
    'things.yaml:28:23: nothing stands at the reference "#/components/schemas/Size" [E_CONTRACT_REF]',
  ])
  expect(faultsWith('things.yaml', '{ type: integer }', "{ $ref: './other.yaml#/Size' }")).toEqual([
    'things.yaml:28:23: nothing stands at the reference "./other.yaml#/Size" [E_CONTRACT_REF]',
  ])
})

test('a reference into another file is followed, and that file is held to the same', () => {
  const files = {
    ...soundFiles,
    'things.yaml': (soundFiles['things.yaml'] ?? '').replace(
      '{ type: integer }',
      "{ $ref: './parts/size.yaml#/components/schemas/Size' }",
    ),
  }
  const size = (schema: string) =>
    `openapi: 3.1.0\ninfo: { title: Parts, version: '1' }\ncomponents:\n  schemas:\n    Size: ${schema}\n`
  expect(loadFaults({ ...files, 'parts/size.yaml': size('{ type: integer }') })).toEqual([])
  expect(loadFaults({ ...files, 'parts/size.yaml': size('{ typ: integer }') })).toEqual([
    'parts/size.yaml:5:13: unknown keyword "typ" in a schema [E_CONTRACT_KEYWORD]',
  ])
})

test('an operation without a name, and two of the same name, are refused', () => {
  expect(faultsWith('things.yaml', 'operationId: readThing\n', 'summary: read\n')).toEqual([
    'things.yaml:18:5: GET /v1/things/{id} has no operationId [E_CONTRACT_OPERATION_ID]',
  ])
  expect(faultsWith('things.yaml', 'readThing', 'createThing')).toEqual([
    'things.yaml:19:20: the operationId "createThing" stands twice [E_CONTRACT_OPERATION_ID]',
  ])
})

test('a request body without a schema is refused', () => {
  expect(
    faultsWith(
      'things.yaml',
      "            schema: { $ref: '#/components/schemas/Thing' }\n      responses",
      '            example: {}\n      responses',
    ),
  ).toEqual(['things.yaml:7:7: a request body without a JSON schema accepts everything [E_CONTRACT_REQUEST_SCHEMA]'])
})

test('a value that JSON Schema does not allow is refused at its place', () => {
  expect(faultsWith('things.yaml', '{ type: integer }', '{ type: integr }')).toContain(
    'things.yaml:28:23: not a JSON Schema: wrong value (enum) [E_CONTRACT_SCHEMA]',
  )
})

test('a schema that does not compile is refused at its place', () => {
  expect(faultsWith('things.yaml', '{ type: integer }', '{ minimum: 3 }')).toEqual([
    'things.yaml:28:15: a schema does not compile: strict mode: missing type "number" for keyword "minimum" (strictTypes) [E_CONTRACT_SCHEMA]',
  ])
})

test('a union without a tag is refused, since its faults could not name one branch', () => {
  expect(faultsWith('things.yaml', '{ type: integer }', '{ anyOf: [{ type: integer }, { type: string }] }')).toEqual([
    'things.yaml:28:17: "anyOf" without a discriminator [E_CONTRACT_UNION]',
  ])
})

test('a required member that is not described is refused', () => {
  expect(faultsWith('things.yaml', 'required: [name]', 'required: [nam]')).toEqual([
    'things.yaml:25:18: "nam" is required but not described [E_CONTRACT_SCHEMA]',
  ])
})

test('everything that is wrong is told at once', () => {
  const text = (soundFiles['things.yaml'] ?? '')
    .replace('minLength', 'minLenght')
    .replace('      additionalProperties: false\n', '')
  expect(loadFaults({ ...soundFiles, 'things.yaml': text })).toHaveLength(2)
})

test('a folder without operations is no contract', () => {
  const { 'things.yaml': _, ...rest } = soundFiles
  expect(loadFaults(rest)).toEqual([expect.stringContaining('no operation is described in ')])
})

test('a folder must be named after a provider', () => {
  expect(() => loadProviderContract('/nowhere/opnai')).toThrowError(
    expect.objectContaining({ code: 'E_CONTRACT_PROVIDER' }),
  )
})
