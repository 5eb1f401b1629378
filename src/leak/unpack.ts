import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import type { Form } from './forms.ts'

/** Bytes that turned out to be text, and what had to be undone for it. */
export interface Unpacked {
  readonly forms: readonly Form[]
  readonly text: string
}

/** A megabyte of zeros is a kilobyte on the wire: nothing is unpacked beyond this. */
const maxOutputLength = 8 * 1024 * 1024
const options = { maxOutputLength }

const packers = [
  { form: 'gzip', opens: beginsWith(0x1f, 0x8b), unpack: gunzipSync },
  { form: 'zstd', opens: beginsWith(0x28, 0xb5, 0x2f, 0xfd), unpack: zstdDecompressSync },
  { form: 'deflate', opens: isZlib, unpack: inflateSync },
] as const

/** Brotli has no beginning to tell it by. Trying is worth it only where the shortest minted word would fit in. */
const leastBrotli = 48

/** The text in these bytes, packed or not; `undefined` when they are none. */
export function textIn(bytes: Uint8Array): Unpacked | undefined {
  const packer = packers.find(({ opens }) => opens(bytes))
  const packed = packer && unpacked(packer.form, () => packer.unpack(bytes, options))
  // Text may begin as packed bytes do: zlib with an x.
  if (packed !== undefined) return packed
  if (isText(bytes)) return { forms: [], text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() }
  return bytes.length < leastBrotli ? undefined : unpacked('brotli', () => brotliDecompressSync(bytes, options))
}

function unpacked(form: Form, unpack: () => Buffer): Unpacked | undefined {
  try {
    return { forms: [form], text: unpack().toString() }
  } catch {
    return undefined
  }
}

function beginsWith(...opening: readonly number[]): (bytes: Uint8Array) => boolean {
  return (bytes) => opening.every((byte, index) => bytes[index] === byte)
}

/** By the check of its header (RFC 1950) as well: to try and fail takes a thousand times longer. */
function isZlib(bytes: Uint8Array): boolean {
  return bytes[0] === 0x78 && (0x7800 + (bytes[1] ?? 0)) % 31 === 0
}

const sampleLength = 64

/** Three of four bytes are what stands in text; of random bytes five of eight are not. NULs are UTF-16. */
function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, sampleLength)
  let strange = 0
  for (const byte of sample) {
    if (byte > 126 || (byte < 32 && byte !== 0 && byte !== 9 && byte !== 10 && byte !== 13)) strange++
  }
  return strange * 4 <= sample.length
}
