import { expect, test } from 'vitest'
import type { QueryContract } from '../../src/contract/contract.ts'
import { loadContracts } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import { faultsWith } from './fixture.ts'

const contracts = loadContracts(packagePath('contracts'))
const items = queryOf('openai', 'listResponseInputItems')

function queryOf(provider: ProviderId, id: string): QueryContract {
  const operation = contracts.get(provider)?.operations.find((one) => one.id === id)
  if (operation?.query === undefined) throw new Error(`${provider} ${id} takes no query`)
  return operation.query
}

function said(query: QueryContract, text: string): string | undefined {
  return query.judge(query.read(new URLSearchParams(text)))?.message
}

test('a text becomes the number or the truth that its parameter wants, and nothing else', () => {
  const read = (text: string) => queryOf('openai', 'retrieveResponse').read(new URLSearchParams(text))
  expect(read('starting_after=12&stream=true')).toEqual({ starting_after: 12, stream: true })
  expect(read('starting_after=12th&stream=yes')).toEqual({ starting_after: '12th', stream: 'yes' })
  expect(items.read(new URLSearchParams('after=12'))).toEqual({ after: '12' })
})

test('only a name with brackets makes a list; of any other name that comes again the last counts', () => {
  const [one, other] = ['reasoning.encrypted_content', 'message.input_image.image_url']
  const list = new URLSearchParams([
    ['include[]', one],
    ['include[]', other],
  ])
  expect(items.read(list)).toEqual({ include: [one, other] })
  expect(items.read(new URLSearchParams('limit=1&limit=2'))).toEqual({ limit: 2 })
  expect(said(items, `include=${one}&include=${other}`)).toMatch(
    /^Invalid type for 'include': .* got a string instead\.$/,
  )
})

test('an unknown parameter goes before a wrong one, and a parameter is refused in the order of the document', () => {
  expect(said(items, 'limit=0&limt=1')).toBe("Unknown parameter: 'limt'.")
  expect(said(items, 'order=up&limit=0')).toMatch(/^Invalid 'limit': integer below minimum value\./)
})

test('a parameter that has to be there is missed', () => {
  expect(said(queryOf('codex', 'listCodexModels'), '')).toBe("Missing required parameter: 'client_version'.")
})

test('no name is too strange to be unknown', () => {
  for (const name of ['__proto__', 'constructor[prototype]', 'a[', ']', '', `a${'[b]'.repeat(999)}`]) {
    expect(said(items, new URLSearchParams([[name, 'x']]).toString())).toMatch(/^Unknown parameter: /)
  }
})

test('every operation of Azure takes a version of its interface', () => {
  const azure = contracts.get('azure-openai')?.operations ?? []
  expect(azure.length).toBeGreaterThan(10)
  for (const { id } of azure) expect([id, said(queryOf('azure-openai', id), 'api-version=x')]).toEqual([id, undefined])
})

test('a parameter without a place, a schema or a known key stops the start', () => {
  const path = '    get:\n      operationId: readThing\n'
  const withParameter = (written: string) =>
    faultsWith('things.yaml', path, `${path}      parameters:\n        - ${written}\n`)
  expect(withParameter('{ in: query, name: size }')[0]).toContain('E_CONTRACT_PARAMETER')
  expect(withParameter('{ in: body, name: size, schema: { type: integer } }')[0]).toContain('E_CONTRACT_PARAMETER')
  expect(withParameter('{ in: query, name: size, shema: {}, schema: { type: integer } }')[0]).toContain(
    'unknown key "shema" in an OpenAPI parameter',
  )
  expect(withParameter('{ in: query, name: size, schema: { type: integer } }')).toEqual([])
})
