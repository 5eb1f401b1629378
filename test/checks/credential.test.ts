import { expect, test } from 'vitest'
import type { HeaderPair } from '../../src/capture/exchange.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import { caseFacts, findingsOf, providerKey } from './facts.ts'

const token: HeaderPair = ['Authorization', `Bearer ${providerKey}`]
const apiKey: HeaderPair = ['api-key', providerKey]

function said(provider: ProviderId, ...headers: readonly HeaderPair[]): readonly string[] {
  const [target] = caseFacts().targets
  return findingsOf({ facts: { targets: [{ ...target, provider }] }, upstream: [{ headers }] }).filter((text) =>
    text.startsWith('header/'),
  )
}

test.each([
  ['openai', token],
  ['codex', token],
  ['azure-openai', token],
  ['azure-openai', apiKey],
] as const)('%s takes the key as %s', (provider, header) => {
  expect(said(provider, header)).toEqual([])
})

test.each(['openai', 'codex'] as const)('to %s the key in another header is no key, but one too many', (provider) => {
  expect(said(provider, apiKey)).toEqual([
    'header/credential: the key of the route does not reach the provider',
    'header/credential: the header api-key carries another credential to the provider',
  ])
})

test('a key that stands in both headers is there twice', () => {
  expect(said('azure-openai', token, apiKey)).toEqual([
    'header/credential: the key of the route reaches the provider 2 times',
  ])
})

test('a strange key beside the right one is one too many, in whatever header a provider takes keys', () => {
  expect(said('azure-openai', apiKey, ['authorization', 'Bearer x'])).toEqual([
    'header/credential: the header authorization carries another credential to the provider',
  ])
  expect(said('azure-openai', apiKey, ['API-Key', 'x'])).toEqual([
    'header/credential: the header API-Key carries another credential to the provider',
  ])
})
