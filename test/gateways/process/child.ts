// A gateway for the process tests: `node child.ts <behaviour> <port>`.
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [behaviour = '', port = '0'] = process.argv.slice(2)

/** Serves where it runs and what it sees; `/die` ends it. */
function serve(more: Readonly<Record<string, unknown>> = {}, status = 200): void {
  const server = createServer((request, reply) => {
    if (request.url === '/die') process.exit(3)
    reply.writeHead(status, { 'content-type': 'application/json' })
    reply.end(JSON.stringify({ cwd: process.cwd(), env: process.env, ...more }))
  })
  server.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'))
}

function spawnGrandchild(): number | undefined {
  // It inherits our output, as the workers of a real server do.
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"
  return spawn(process.execPath, ['-e', script], { stdio: 'inherit' }).pid
}

/** In a session of its own, where no signal to our group reaches it. */
function spawnDaemon(): number | undefined {
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"
  const daemon = spawn(process.execPath, ['-e', script], { stdio: 'ignore', detached: true })
  daemon.unref()
  return daemon.pid
}

function fillDisk(): void {
  mkdirSync('logs', { recursive: true })
  setInterval(() => appendFileSync('logs/all.log', Buffer.alloc(1024 * 1024)), 20)
}

const behaviours: Readonly<Record<string, () => void>> = {
  serves: () => serve(),
  'serves-with-grandchild': () => serve({ grandchild: spawnGrandchild() }),
  'serves-and-ignores-sigterm': () => {
    process.on('SIGTERM', () => {})
    serve({ grandchild: spawnGrandchild() })
  },
  'serves-with-daemon': () => serve({ grandchild: spawnDaemon() }),
  'serves-and-fills-the-disk': () => {
    serve()
    fillDisk()
  },
  'dies-when-called': () => {
    const server = createServer((request, reply) => {
      if (request.method === 'GET') reply.end('ready')
      else process.stderr.write('no more\n', () => process.exit(9))
    })
    server.listen(Number(port), '127.0.0.1')
  },
  'wants-another-node': () => {
    process.stderr.write('example requires Node.js >= 99, and this is another one\n')
    process.exitCode = 1
  },
  'answers-503': () => serve({}, 503),
  'floods-and-serves': () => {
    for (let line = 0; line < 20_000; line++) process.stdout.write(`line ${line} of a lot of output\n`)
    serve()
  },
  'never-listens': () => {
    process.stdout.write('waiting for a database\n')
    setInterval(() => {}, 1000)
  },
  dies: () => {
    process.stderr.write('cannot read the configuration\n')
    process.exitCode = 7
  },
  'dies-and-leaves-grandchild': () => {
    process.stderr.write(`grandchild ${spawnGrandchild()}\n`, () => process.exit(7))
  },
}

const pidFile = process.env['PID_FILE']
if (pidFile !== undefined) writeFileSync(pidFile, `${process.pid}\n`)
const run = behaviours[behaviour]
if (run === undefined) throw new Error(`no behaviour ${behaviour}`)
run()
