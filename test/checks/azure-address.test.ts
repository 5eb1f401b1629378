import { expect, test } from 'vitest'
import { caseFacts, findingsOf } from './facts.ts'

const [own] = caseFacts().targets

/** What the check says of a request to this address, on a route with or without a version. */
function saidOf(target: string, apiVersion?: string): readonly string[] {
  const upstream = [{ change: { request: { method: 'POST', target, headers: [], body: Buffer.from('{}') } } }]
  const azure = { ...own, provider: 'azure-openai', model: '50%25 off', apiVersion } as const
  return findingsOf({ upstream, facts: { targets: [azure] } }).filter((text) => text.startsWith('call/azure-address'))
}

const chat = 'chat/completions'

test('the deployment and the version of the route pass, however the address has to be written', () => {
  expect(saidOf(`/~t1/openai/deployments/50%2525%20off/${chat}?api-version=2024-10-21`, '2024-10-21')).toEqual([])
  expect(saidOf('/~t1/openai/responses?api-version=2025-04-01-preview', '2025-04-01-preview')).toEqual([])
})

test.each(['', '?api-version=v1', '?api-version=preview'])('the surface without dates takes%s', (query) => {
  expect(saidOf(`/~t1/openai/v1/${chat}${query}`)).toEqual([])
})

test('another deployment and another version are told', () => {
  expect(saidOf(`/~t1/openai/deployments/50%25%20off/${chat}?api-version=2024-06-01`, '2024-10-21')).toEqual([
    "call/azure-address: the request is for the deployment 50% off, the route's is 50%25 off",
    "call/azure-address: the request is for version 2024-06-01, the route's is 2024-10-21",
  ])
  expect(saidOf(`/~t1/openai/v1/${chat}?api-version=2024-06-01`)).toEqual([
    "call/azure-address: the request is for version 2024-06-01, the route's is v1",
  ])
})

test('a name that no address may hold as it is stands for itself', () => {
  expect(saidOf(`/~t1/openai/deployments/50%-off/${chat}?api-version=2024-10-21`, '2024-10-21')).toEqual([
    "call/azure-address: the request is for the deployment 50%-off, the route's is 50%25 off",
  ])
})
