import type { Server, Socket } from 'node:net'

/** The TCP connection beneath a TLS connection. */
const beneath = new WeakMap<Socket, Socket>()

/** Remembers which TCP connection each TLS connection of a server runs on, which Node keeps to itself. */
export function notePlainSockets(server: Server): void {
  const byPeer = new Map<string, Socket>()
  server.on('connection', (plain: Socket) => {
    const peer = peerOf(plain)
    byPeer.set(peer, plain)
    plain.on('close', () => byPeer.delete(peer))
  })
  server.on('secureConnection', (secure: Socket) => {
    const plain = byPeer.get(peerOf(secure))
    if (plain !== undefined) beneath.set(secure, plain)
  })
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** Ends a connection with a TCP reset; there is none in TLS. */
export function resetConnection(socket: Socket): void {
  const plain = beneath.get(socket) ?? socket
  plain.resetAndDestroy()
}
