import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { headerOf } from '../capture/body.ts'
import type { HeaderPair } from '../capture/exchange.ts'
import { isNestedTooDeeply, maximumNesting } from './nesting.ts'

export interface Malformed {
  readonly kind: 'malformed'
  readonly why: string
}

export type UnpackedBody =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too-large'; readonly size: number }
  | Malformed

export type ParsedBody = { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'empty' } | Malformed

type Decoder = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

const noCodings: readonly string[] = []

/** The names of the content codings in the order in which they were applied; mostly none. */
export function codingsOf(headers: readonly HeaderPair[]): readonly string[] {
  if (headerOf(headers, 'content-encoding') === undefined) return noCodings
  return headers
    .filter(([name]) => name.length === 16 && name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
}

/** Undoes content codings. @param limitBytes how much a body may hold when unpacked, at any stage */
export async function unpack(bytes: Buffer, codings: readonly string[], limitBytes: number): Promise<UnpackedBody> {
  let unpacked = bytes
  for (const coding of codings.toReversed()) {
    const decode = decoders[coding]
    if (decode === undefined) return malformed(`the content-encoding '${coding}' is not supported`)
    try {
      unpacked = await decode(unpacked, { maxOutputLength: limitBytes })
    } catch (error) {
      return isTooLarge(error) ? { kind: 'too-large', size: limitBytes + 1 } : malformed(`the body is not ${coding}`)
    }
  }
  return { kind: 'bytes', bytes: unpacked }
}

export function parseJson(bytes: Buffer): ParsedBody {
  if (bytes.length === 0) return { kind: 'empty' }
  if (!isUtf8(bytes)) return malformed('the body is not UTF-8')
  if (isNestedTooDeeply(bytes)) return malformed(`the body is nested more than ${maximumNesting} levels deep`)
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString()) }
  } catch {
    return malformed('the body is not JSON')
  }
}

/** The media type in lower case, without parameters; empty when the header is absent. */
export function mediaTypeOf(headers: readonly HeaderPair[]): string {
  const value = headerOf(headers, 'content-type') ?? ''
  const end = value.indexOf(';')
  return (end === -1 ? value : value.slice(0, end)).trim().toLowerCase()
}

function malformed(why: string): Malformed {
  return { kind: 'malformed', why }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
