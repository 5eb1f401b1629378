// Stands in for the Python of an environment: reads what the server would read, tells it, and ends on SIGTERM.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [file = '', host, port] = process.argv.slice(2)
const told = { server: readFileSync(file, 'utf8'), routes: readFileSync('routes.json', 'utf8'), env: process.env }

createServer((request, reply) => {
  reply.end(JSON.stringify(request.url === '/told' ? told : { litellm_version: '1.2.3' }))
}).listen(Number(port), host)
