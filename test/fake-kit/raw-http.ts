import { connect, type Socket } from 'node:net'

/** Connects, without any HTTP of its own. */
export function openSocket(baseUrl: string): Promise<Socket> {
  const { hostname, port } = new URL(baseUrl)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Sends these bytes and returns everything that comes until the server closes. */
export async function exchangeBytes(baseUrl: string, bytes: Buffer | string): Promise<Buffer> {
  const socket = await openSocket(baseUrl)
  const pieces: Buffer[] = []
  const closed = new Promise((resolve) => {
    socket.on('close', resolve)
  })
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.on('error', () => {})
  socket.write(bytes)
  await closed
  return Buffer.concat(pieces)
}

/** A request as text: its head lines, then a body of known length. The server is asked to close. */
export function requestBytes(lines: readonly string[], body: Buffer | string = ''): Buffer {
  const bytes = Buffer.from(body)
  const head = [...lines, `Content-Length: ${bytes.length}`, 'Connection: close', '', '']
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes])
}

/** Status, header pairs as written, and body of a reply that ended with its connection; chunks are undone. */
export function parseReply(bytes: Buffer): { status: number; headers: readonly (readonly string[])[]; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n')
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = lines.map((line) => line.split(': '))
  const rest = bytes.subarray(end + 4)
  const isChunked = headers.some(([name, value]) => name === 'Transfer-Encoding' && value === 'chunked')
  return { status: Number(first.split(' ')[1]), headers, body: isChunked ? Buffer.concat(chunksOf(rest)) : rest }
}

/** The chunks of a chunked body, in order. */
export function chunksOf(bytes: Buffer): readonly Buffer[] {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const line = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    if (line === -1 || !(size > 0)) return chunks
    chunks.push(bytes.subarray(line + 2, line + 2 + size))
    at = line + 2 + size + 2
  }
}
