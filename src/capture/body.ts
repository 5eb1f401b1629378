import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { HeaderPair, RecordedReply, RecordedRequest } from './exchange.ts'

/** The first value of a header; names compare without regard to case. */
export function headerOf(headers: readonly HeaderPair[], name: string): string | undefined {
  const wanted = name.toLowerCase()
  // A request asks for several, and most names already differ in their length.
  for (const [each, value] of headers) {
    if (each.length === wanted.length && each.toLowerCase() === wanted) return value
  }
  return undefined
}

/** All body bytes of a reply, in order, as they stood on the wire. */
export function bodyBytes(reply: RecordedReply): Buffer {
  return Buffer.concat(reply.frames.map((frame) => frame.bytes))
}

/** A megabyte of zeros is a kilobyte on the wire: nothing is unpacked beyond this. */
const maximumBytes = 64 * 1024 * 1024

/** Undoes `content-encoding`. Bytes that do not fit their label are returned as they are. */
export function decodedBody(headers: readonly HeaderPair[], body: Buffer): Buffer {
  const options = { maxOutputLength: maximumBytes }
  try {
    switch (headerOf(headers, 'content-encoding')?.trim().toLowerCase()) {
      case 'gzip':
        return gunzipSync(body, options)
      case 'br':
        return brotliDecompressSync(body, options)
      case 'deflate':
        return inflateSync(body, options)
      case 'zstd':
        return zstdDecompressSync(body, options)
      default:
        return body
    }
  } catch {
    return body
  }
}

/** `undefined` when the text is not JSON. JSON has no `undefined`, so nothing is confused with it. */
export function parsedJson(bytes: Buffer | string): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

/** Many checks look at one request, and none may change it. */
const requestBodies = new WeakMap<RecordedRequest, { readonly json: unknown }>()

/** The body of a request, unpacked and parsed; `undefined` when it is not JSON. */
export function requestJson(request: RecordedRequest): unknown {
  const known = requestBodies.get(request) ?? { json: parsedJson(decodedBody(request.headers, request.body)) }
  requestBodies.set(request, known)
  return known.json
}
