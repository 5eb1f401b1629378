import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Faults } from '../../src/contract/fault.ts'
import { compareContract } from '../../src/contract/vendor/compare-contract.ts'
import { type ComparisonReport, comparisonReport } from '../../src/contract/vendor/report.ts'

const root = join(import.meta.dirname, '../..')
const vendorFile = join(root, '../shared/specs/openai-openapi-2026-08-21.yaml')
const hasVendorFile = existsSync(vendorFile)
const whyNot = hasVendorFile ? '' : " (skipped: the vendor's document is not beside the checkout)"

const folder = mkdtempSync(join(tmpdir(), 'vendor-comparison-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function request(path: string, schema: string): string {
  return `openapi: 3.1.0
paths:
  ${path}:
    post:
      operationId: create
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Request' } } } }
components:
  schemas:
    Request: ${schema}
`
}

function differences(ours: string, theirs: string): string[] {
  const our = written('ours.yaml', request('/v1/things', ours))
  const vendor = written('vendor.yaml', request('/things', theirs))
  return compareContract([our], vendor).map(({ at, what }) => `${at}: ${what}`)
}

const withA = (schema: string, more = '') => `{ type: object, properties: { a: ${schema} }${more} }`
const text = '{ type: string }'

test.each([
  ['property', '{ type: object }', withA(text), 'create: lacks the property "a"'],
  ['value', withA('{ const: x }'), withA('{ enum: [x, y] }'), 'create/a: lacks the value "y"'],
  ['type', withA(text), withA('{ type: string, nullable: true }'), 'create/a: lacks the type "null"'],
  ['bound', withA('{ type: string, maxLength: 64 }'), withA(text), 'create/a: has maxLength 64, the vendor none'],
  ['demand', withA(text, ', required: [a]'), withA(text), 'create: requires "a"'],
  ['list of values', withA('{ enum: [x] }'), withA(text), 'create/a: accepts a list of texts only'],
  [
    'bound of an item',
    withA('{ type: array, items: { type: integer, minimum: 1 } }'),
    withA('{ type: array, items: { type: integer } }'),
    'create/a/[item]: has minimum 1, the vendor none',
  ],
  [
    'description of items',
    withA('{ type: array }'),
    withA('{ type: array, items: { type: integer } }'),
    'create/a: accepts any items',
  ],
  [
    'bound of a value in a map',
    withA('{ type: object, additionalProperties: { type: string, maxLength: 512 } }'),
    withA('{ type: object, additionalProperties: { type: string } }'),
    'create/a/[value]: has maxLength 512, the vendor none',
  ],
])('finds a %s that one document has and the other lacks', (_what, ours, theirs, difference) => {
  expect(differences(ours, theirs)).toEqual([difference])
})

test('reads a nullable value the same in whichever way it is written', () => {
  const ours = '{ type: [string, "null"], enum: [x, null] }'
  const theirs = '{ anyOf: [{ type: string, enum: [x] }, { type: "null" }] }'
  expect(differences(withA(ours), withA(theirs))).toEqual([])
})

test('reads a text or an object the same in whichever way it is written', () => {
  const named = '{ type: object, properties: { name: { type: string } } }'
  const ours = `{ type: [string, object], if: { type: string }, then: { enum: [x] }, else: ${named} }`
  const theirs = `{ oneOf: [{ type: string, enum: [x] }, ${named}] }`
  expect(differences(withA(ours), withA(theirs))).toEqual([])
})

test('compares the variants of a union by their tag, with or without a discriminator', () => {
  const variant = (tag: string, members: string) =>
    `{ type: object, properties: { type: { const: ${tag} }, ${members} } }`
  const union = (...variants: readonly string[]) => withA(`{ oneOf: [${variants.join(', ')}] }`)
  const ours = union(variant('x', 'n: { type: integer }'), variant('y', 'm: { type: string }'))
  const theirs = union(variant('z', 'k: { type: string }'), variant('x', 'n: { type: string }'))
  expect(differences(ours, theirs)).toEqual([
    'create/a: lacks the variant "type=z"',
    'create/a: adds the variant "type=y"',
    'create/a/type=x/n: lacks the type "string"',
    'create/a/type=x/n: adds the type "integer"',
  ])
})

test('ends on a schema that holds itself', () => {
  const tree = '{ type: object, properties: { child: { $ref: "#/components/schemas/Request" }, a: { type: string } } }'
  expect(differences(tree, tree.replace('{ type: string }', '{ type: integer }'))).toEqual([
    'create/a: lacks the type "integer"',
    'create/a: adds the type "string"',
  ])
})

test('names the operation that the vendor does not have', () => {
  const ours = written('ours.yaml', request('/v1/things', '{ type: object }'))
  const vendor = written('vendor.yaml', request('/others', '{ type: object }'))
  expect(() => compareContract([ours], vendor)).toThrow('no application/json body for POST /v1/things')
})

function reportWith(exceptions: string): ComparisonReport {
  const contract = mkdtempSync(join(folder, 'contract-'))
  writeFileSync(join(contract, 'ours.yaml'), request('/v1/things', withA('{ type: string, maxLength: 64 }')))
  writeFileSync(join(contract, 'vendor-exceptions.yaml'), exceptions)
  return comparisonReport(contract, written('vendor.yaml', request('/things', withA(text))))
}

const bound = "what: ['has maxLength 64, the vendor none'], because: measured"

test.each(['create/a', '*/a', '**/a', '**'])('an exception at %s explains the difference', (at) => {
  expect(reportWith(`exceptions: [{ at: ['${at}'], ${bound} }]`)).toMatchObject({ isClean: true })
})

test.each(['create', 'create/*/a', 'create/a/**'])('an exception at %s does not reach the difference', (at) => {
  const { text: report, isClean } = reportWith(`exceptions: [{ at: ['${at}'], ${bound} }]`)
  expect(isClean).toBe(false)
  expect(report).toContain('1 unexplained\n  create/a: has maxLength 64, the vendor none')
})

test('an exception that no difference needs any more fails, with its place', () => {
  const { text: report, isClean } = reportWith(`exceptions:\n  - { at: ['**/a', create/b], ${bound} }`)
  expect(isClean).toBe(false)
  expect(report).toContain('0 unexplained')
  expect(report).toMatch(
    /1 stale exceptions\n {2}\S*vendor-exceptions\.yaml:2:\d+: the documents no longer differ here/,
  )
})

test('an exception without a reason is a fault of its author', () => {
  expect(() => reportWith("exceptions: [{ at: [create/a], what: ['x'], why: y }]")).toThrow(Faults)
})

test.skipIf(!hasVendorFile)(
  `every difference from the vendor's document is explained, and every reason is needed${whyNot}`,
  { timeout: 60_000 },
  () => {
    const { text: report, isClean } = comparisonReport(join(root, 'contracts/openai'), vendorFile)
    expect(report).toContain('0 unexplained\n0 stale exceptions')
    expect(isClean).toBe(true)
  },
)
