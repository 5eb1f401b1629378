import type { HeaderPair } from '../../src/fake-kit/dialect.ts'
import { headerOf } from '../../src/fake-kit/dialect.ts'

/** The key of `Authorization: Bearer …`; `undefined` without that header or with another scheme. */
export function bearerKey(headers: readonly HeaderPair[]): string | undefined {
  const [, key] = /^bearer +(\S+) *$/i.exec(headerOf(headers, 'authorization') ?? '') ?? []
  return key
}

/** As the provider shows a wrong key: eight letters, a star for each hidden one, four letters; a short key in full. */
export function maskedKey(key: string): string {
  return key.length <= 12 ? key : key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4)
}
