import { afterAll, expect, test } from 'vitest'
import { isRecord } from '../../../src/contract/pointer.ts'
import { routes } from '../../../src/fake-kit/control/routes.ts'
import { schemas } from '../../../src/fake-kit/control/schemas.ts'
import { startControlled } from './control-kit.ts'

const controlled = await startControlled()

afterAll(() => controlled[Symbol.asyncDispose]())

function refsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, each]) => (name === '$ref' ? [String(each)] : refsIn(each)))
}

test('the document describes every route, and nothing else', async () => {
  const document = await controlled.client.describe()
  expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } })
  const paths = 'paths' in document && isRecord(document.paths) ? document.paths : {}
  const described = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(isRecord(item) ? item : {}).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted())
})

test('every reference of the document leads to a schema, and every schema is used', async () => {
  const refs = new Set(refsIn(await controlled.client.describe()))
  const known = Object.keys(schemas).map((name) => `#/components/schemas/${name}`)
  expect([...refs].toSorted()).toEqual(known.toSorted())
})

test('every parameter of a path is described', () => {
  for (const { path, params } of routes) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(Object.keys(isRecord(params.schema['properties']) ? params.schema['properties'] : {})).toEqual(named)
  }
})
