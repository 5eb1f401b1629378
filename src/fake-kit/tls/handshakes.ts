import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'node:net'

/** Why a TLS connection came to nothing. */
export interface HandshakeFailure {
  /** What the client did, as in `the client …`. */
  readonly reason: string
  /** The way out, if it was meant to succeed. */
  readonly hint: string
}

const trustHint =
  'Let it trust the authority, for example with the file of --tls self in NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or CODEX_CA_CERTIFICATE.'

/** Whether the client got as far as the certificate nobody can tell. */
const hungUp: HandshakeFailure = {
  reason: 'hung up before it asked for anything',
  hint: `So does one that does not trust the certificate. ${trustHint}`,
}

/** By what OpenSSL or Node calls it; the first that fits. */
const failures: readonly (readonly [code: RegExp, failure: HandshakeFailure])[] = [
  [/HTTP_REQUEST/, { reason: 'spoke plain HTTP', hint: 'Give it a base URL that begins with https.' }],
  [/UNKNOWN_CA|CERTIFICATE/, { reason: 'does not trust the certificate', hint: trustHint }],
  [
    /VERSION|PROTOCOL|CIPHER/,
    { reason: 'has no version of TLS, or no cipher, in common', hint: 'Let it speak TLS 1.2 or 1.3.' },
  ],
  [
    /TIMEOUT/,
    { reason: 'did not finish in time', hint: 'Look for something between it and the fakes that holds bytes back.' },
  ],
  [/ECONNRESET|EPIPE/, hungUp],
]

/**
 * Ends what fails and tells of it; Node itself takes a failed handshake for a malformed request. Some clients look at
 * the certificate when the server takes the handshake for done.
 */
export function watchHandshakes(server: Server, tell: (failure: HandshakeFailure) => void): void {
  const heard = new WeakSet<Socket>()
  server.removeAllListeners('tlsClientError')
  server.on('tlsClientError', (error: Error & { readonly code?: string }, socket: Socket) => {
    socket.destroy()
    if (server.listening) tell(failureOf(error))
  })
  server.on('request', ({ socket }: IncomingMessage) => heard.add(socket))
  server.on('clientError', (_: Error, socket: Socket) => heard.add(socket))
  server.on('secureConnection', (socket: Socket) => {
    socket.on('close', () => {
      if (server.listening && !heard.has(socket)) tell(hungUp)
    })
  })
}

function failureOf({ code = '', message }: Error & { readonly code?: string }): HandshakeFailure {
  const [, known] = failures.find(([pattern]) => pattern.test(code)) ?? []
  return known ?? { reason: `failed: ${code === '' ? message : code}`, hint: 'Look at its own log.' }
}
