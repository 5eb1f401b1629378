import { watch, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const source = (log: string, readyStatus: number) => `#!${process.execPath}
const { appendFileSync } = require('node:fs')
const { createServer } = require('node:http')
const tell = (line) => appendFileSync(${JSON.stringify(log)}, line + '\\n')
const port = Number(process.argv[process.argv.indexOf('--port') + 1])
const server = createServer((request, reply) => {
  if (request.method === 'GET') {
    reply.writeHead(request.url === '/health/liveliness' ? ${readyStatus} : 404).end()
    tell('asked')
  } else tell('called')
})
server.listen(port, '127.0.0.1', () => tell('pid ' + process.pid))
`

/** A program that is started as LiteLLM is, says what happens to it, and never answers a call. */
export interface StubLitellm {
  readonly executable: string
  /** The first line of its log that fits. */
  line(fits: RegExp): Promise<string>
}

/** @param readyStatus what it answers to a probe: 200, or never ready */
export function stubLitellm(folder: string, readyStatus: number): StubLitellm {
  const executable = join(folder, `litellm-${readyStatus}`)
  const log = `${executable}.log`
  writeFileSync(log, '')
  writeFileSync(executable, source(log, readyStatus), { mode: 0o755 })
  return { executable, line: (fits) => lineIn(log, fits) }
}

function lineIn(log: string, fits: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const found = (await readFile(log, 'utf8')).split('\n').find((line) => fits.test(line))
      if (found === undefined) return
      watcher.close()
      resolve(found)
    }
    const watcher = watch(log, () => void look().catch(reject))
    look().catch(reject)
  })
}
