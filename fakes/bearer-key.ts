import { type HeaderPair, headerOf } from '../src/fake-kit/dialect.ts'

/** The key of `Authorization: Bearer …`; `undefined` without that header or with another scheme. */
export function bearerKey(headers: readonly HeaderPair[]): string | undefined {
  const [, key] = /^bearer +(\S+) *$/i.exec(headerOf(headers, 'authorization') ?? '') ?? []
  return key
}
