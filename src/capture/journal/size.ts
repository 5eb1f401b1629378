import type { HeaderPair, RecordedRequest } from '../exchange.ts'

/** What the objects around the bytes of an exchange take, roughly. */
const recordBytes = 1024

/** What an exchange takes of the byte budget before it is answered. */
export function requestSize({ target, headers, body }: RecordedRequest): number {
  return recordBytes + target.length + headersSize(headers) + body.length
}

export function headersSize(headers: readonly HeaderPair[]): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0)
}
