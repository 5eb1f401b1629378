import { type HeaderPair, headerOf } from '../../src/fake-kit/dialect.ts'
import { bearerKey } from '../bearer-key.ts'

/** The key of the header `api-key`, else the token; a key beside a token is what counts: brainlid/langchain#93. */
export function credentialOf(headers: readonly HeaderPair[]): string | undefined {
  return apiKey(headers) ?? bearerKey(headers)
}

export function apiKey(headers: readonly HeaderPair[]): string | undefined {
  const key = headerOf(headers, 'api-key')?.trim()
  return key === '' ? undefined : key
}
