import type { IncomingMessage } from 'node:http'
import type { HeaderPair, RecordedRequest } from '../capture/exchange.ts'

export interface Arrival {
  /** The body holds at most `limitBytes` of what came. */
  readonly request: RecordedRequest
  /** How many body bytes came, kept or not. */
  readonly size: number
  /** `cut`: the connection ended within the request. */
  readonly end: 'complete' | 'cut'
}

/** Reads a request to its end, before anybody looks at it. Never rejects. */
export function receive(incoming: IncomingMessage, target: string, limitBytes: number): Promise<Arrival> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let size = 0
    let isOver = false
    const finish = (end: Arrival['end']) => {
      if (isOver) return
      isOver = true
      const kept = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
      const body = kept.length > limitBytes ? kept.subarray(0, limitBytes) : kept
      const headers = headerPairs(incoming.rawHeaders)
      resolve({ request: { method: incoming.method ?? '', target, headers, body }, size, end })
    }
    incoming.on('data', (piece: Buffer) => {
      if (size <= limitBytes) pieces.push(piece)
      size += piece.length
    })
    incoming.on('end', () => finish('complete'))
    incoming.on('error', () => finish('cut'))
    incoming.on('close', () => finish('cut'))
  })
}

/** Node's flat list of names and values, in pairs. */
function headerPairs(raw: readonly string[]): readonly HeaderPair[] {
  const pairs: HeaderPair[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return pairs
}
