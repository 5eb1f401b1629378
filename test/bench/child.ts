import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../../src/contract/pointer.ts'

/** A server in a process of its own. */
export interface ServerProcess extends Disposable {
  readonly port: number
  /** Since it started. */
  cpuSeconds(): Promise<number>
}

/** @param name of a module in `servers/` @param told what it is sent before it listens */
export async function startServer(name: string, told?: object): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  if (told !== undefined) child.send(told)
  const port = numberIn(await answer(child), 'port')
  return {
    port,
    cpuSeconds: async () => {
      child.send({ ask: 'usage' })
      return numberIn(await answer(child), 'cpuSeconds')
    },
    [Symbol.dispose]: () => child.kill('SIGKILL'),
  }
}

async function answer(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const end = () => ended.abort(new Error('a server ended before it was measured'))
  child.once('exit', end)
  try {
    const [message] = await once(child, 'message', { signal: ended.signal })
    return message
  } finally {
    child.off('exit', end)
  }
}

function numberIn(message: unknown, name: string): number {
  const value = isRecord(message) ? message[name] : undefined
  if (typeof value !== 'number') throw new Error(`a server told no ${name}`)
  return value
}
