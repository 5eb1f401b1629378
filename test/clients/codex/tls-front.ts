import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { promisify } from 'node:util'

/** A plain server, as it is seen by https. */
export interface TlsFront extends AsyncDisposable {
  readonly origin: string
  /** The file of the certificate to trust. */
  readonly authority: string
}

/** Codex takes its turns to https alone. @param port of the plain server on 127.0.0.1 */
export async function startTlsFront(port: string): Promise<TlsFront> {
  const folder = await mkdtemp(join(tmpdir(), 'watertight-tls-'))
  const server = createServer(await serverKey(folder), (socket) => {
    const plain = connect(Number(port), '127.0.0.1')
    socket.on('error', () => plain.destroy()).on('close', () => plain.destroy())
    plain.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(plain).pipe(socket)
  })
  return {
    origin: `https://127.0.0.1:${await listen(server)}`,
    authority: join(folder, 'authority.pem'),
    [Symbol.asyncDispose]: async () => {
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A certificate for 127.0.0.1 by an authority of its own: clients refuse one that is both. */
async function serverKey(folder: string): Promise<{ readonly key: Buffer; readonly cert: Buffer }> {
  const file = (name: string) => join(folder, name)
  const make = (name: string, subject: string, ...more: readonly string[]) => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file(`${name}.key`)]
    const request = ['req', '-x509', '-days', '2', '-subj', subject, '-out', file(`${name}.pem`), ...key, ...more]
    return promisify(execFile)('openssl', request)
  }
  await make('authority', '/CN=Watertight')
  const signed = ['-CA', file('authority.pem'), '-CAkey', file('authority.key')]
  const extensions = ['subjectAltName=IP:127.0.0.1', 'basicConstraints=critical,CA:FALSE']
  await make('server', '/CN=127.0.0.1', ...signed, ...extensions.flatMap((each) => ['-addext', each]))
  return { key: await readFile(file('server.key')), cert: await readFile(file('server.pem')) }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
  })
}
