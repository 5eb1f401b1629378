/**
 * Script of the image: is what serves on the control port well? Exit code 0, or 1 with a line that says why not. Reads
 * WATERTIGHT_CONTROL_PORT and WATERTIGHT_TLS as `watertight serve` does. The reference gateway answers the same on its port.
 */
import { get as getPlain } from 'node:http'
import { get as getSecure, type RequestOptions } from 'node:https'

const standardPort = 4000
const patienceMs = 2_000

function ask(): Promise<string> {
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: Number(process.env['WATERTIGHT_CONTROL_PORT'] || standardPort),
    path: '/health',
    // Nobody listens in on the way to oneself, and the certificate may be for another name.
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(patienceMs),
  }
  const get = process.env['WATERTIGHT_TLS'] ? getSecure : getPlain
  return new Promise((resolve, reject) => {
    get(options, (reply) => {
      const pieces: string[] = []
      reply.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
      reply.on('error', reject).on('end', () => resolve(pieces.join('')))
    }).on('error', reject)
  })
}

try {
  const answer = await ask()
  process.exitCode = /"status":\s*"ok"/.test(answer) ? 0 : 1
  process.stdout.write(`${answer}\n`)
} catch (error) {
  process.exitCode = 1
  process.stdout.write(`nothing answers: ${error instanceof Error ? error.message : String(error)}\n`)
}
