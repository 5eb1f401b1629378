// Stands in for the `litellm` program: reads its files as LiteLLM would, tells them, and ends on SIGTERM.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { config: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' } },
})
const config = readFileSync(values.config ?? '', 'utf8')
const callers = readFileSync('callers.json', 'utf8')
const hook = readFileSync('watertight_auth.py', 'utf8')

createServer((request, reply) => {
  if (request.url === '/health/liveliness') return reply.end('"alive"')
  if (request.url === '/told') return reply.end(JSON.stringify({ config, callers, hook, env: process.env }))
  reply.statusCode = request.headers.authorization === 'Bearer sk-master' ? 200 : 401
  return reply.end(JSON.stringify({ litellm_version: '1.2.3' }))
}).listen(Number(values.port), values.host)
