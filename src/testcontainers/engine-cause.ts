import { get, type RequestOptions } from 'node:http'

const usualEngine = 'unix:///var/run/docker.sock'
const patienceMs = 2000

/**
 * What is thrown where no engine can be used says neither which one was asked nor what it said: that is asked once more.
 * Any other cause stays as it is.
 */
export async function engineCause(
  cause: unknown,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<unknown> {
  if (!(cause instanceof Error) || !cause.message.includes('container runtime strategy')) return cause
  const address = env['DOCKER_HOST'] || usualEngine
  return new Error(`${address} ${await engineWords(address)}`, { cause })
}

/** What it says to whoever wants to know what it is, as a clause. @param address `unix:///var/run/docker.sock`, `tcp://127.0.0.1:2375` */
async function engineWords(address: string): Promise<string> {
  const target = targetOf(address)
  if (target === undefined) return 'is no address that can be asked'
  return await new Promise((resolve) => {
    const request = get({ ...target, path: '/info', signal: AbortSignal.timeout(patienceMs) }, (reply) => {
      const pieces: string[] = []
      reply.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece))
      reply.on('error', () => resolve('breaks off its answer'))
      reply.on('end', () => resolve(`answers ${reply.statusCode} ${pieces.join('').trim().slice(0, 200)}`))
    })
    request.on('error', (error) => resolve(`does not answer: ${error.message}`))
  })
}

function targetOf(address: string): RequestOptions | undefined {
  if (!URL.canParse(address)) return undefined
  const { hostname, pathname, port, protocol } = new URL(address)
  if (protocol === 'unix:') return { socketPath: pathname }
  return protocol === 'tcp:' || protocol === 'http:' ? { host: hostname, port } : undefined
}
