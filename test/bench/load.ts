import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly port: number
  /** One request, sent again as soon as it has been answered. */
  readonly request: Buffer
  readonly connections: number
  readonly requests: number
}

/** Sends the requests over sockets of its own, reads no more of a reply than it must. @returns seconds */
export async function drive(load: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load.port)))
  let left = load.requests
  const takesOne = () => left-- > 0
  const begin = performance.now()
  await Promise.all(sockets.map((socket) => converse(socket, load, takesOne)))
  const seconds = (performance.now() - begin) / 1000
  for (const socket of sockets) socket.destroy()
  return seconds
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}

function converse(socket: Socket, { request }: Load, takesOne: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let reader = replyReader()
    const next = () => {
      if (!takesOne()) return resolve()
      reader = replyReader()
      socket.write(request)
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (piece: Buffer) => {
      try {
        if (reader(piece)) next()
      } catch (error) {
        reject(error)
      }
    })
    next()
  })
}

/** Takes the pieces of one reply. @returns whether it is complete */
type Reader = (piece: Buffer) => boolean

const accepted = 'HTTP/1.1 200 '
const lastChunk = '0\r\n\r\n'

/** Tells the end of a reply by its length, or by its last chunk. */
function replyReader(): Reader {
  let missing: number | undefined
  let tail: string | undefined
  return (piece) => {
    if (tail === undefined) {
      const end = piece.indexOf('\r\n\r\n') + 4
      missing = lengthIn(piece.toString('latin1', 0, end), end)
    }
    tail = (tail ?? '') + piece.toString('latin1', Math.max(0, piece.length - lastChunk.length))
    tail = tail.slice(-lastChunk.length)
    if (missing === undefined) return tail === lastChunk
    missing -= piece.length
    return missing <= 0
  }
}

/** Of head and body together; `undefined` when the body comes in chunks. */
function lengthIn(head: string, headLength: number): number | undefined {
  if (!head.startsWith(accepted)) throw new Error(`an unexpected reply: ${head}`)
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  return length === undefined ? undefined : headLength + Number(length)
}
