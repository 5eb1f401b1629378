import { hash } from 'node:crypto'

const bytesOfDigest = 32

/** A unit vector that depends on the text alone: the same text is always as near to itself as can be. */
export function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (let start = 0; start < dimensions; start += bytesOfDigest) {
    const digest = hash('sha256', `${start} ${text}`, 'buffer')
    for (let index = 0; index < bytesOfDigest && start + index < dimensions; index++) {
      vector[start + index] = (digest[index] ?? 0) - 127.5
    }
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Little-endian 32-bit floats in base64, as the provider packs them. */
export function packed(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4)
  return bytes.toString('base64')
}
