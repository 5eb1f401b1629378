// A gateway for the tests of gateways from a file: `node gateway.mjs config.json`. It knows routes and keys, swaps the
// model and the key, and passes everything else on; `LEAK` makes it send the client's key along.
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'

const { port, routes, keys } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))

/** What goes wrong with calls, by the name that `TROUBLE` gives it; none of it concerns the health check. */
const troubles = {
  dies: () => process.stderr.write('out of memory, as it were\n', () => process.exit(3)),
  html: (outgoing) => outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>It works!'),
  cuts: (outgoing) => outgoing.destroy(),
}
const trouble = troubles[process.env['TROUBLE'] ?? '']

const server = createServer(async (incoming, outgoing) => {
  if (incoming.url === '/health') return outgoing.end(JSON.stringify({ state: 'ready', version: '0.9.1' }))
  if (incoming.url === '/') return outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hi')
  if (trouble !== undefined) return trouble(outgoing)
  const chunks = await Array.fromAsync(incoming)
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
  const clientKey = (incoming.headers.authorization ?? '').replace('Bearer ', '')
  const route = routes[body.model]
  if (!keys.includes(clientKey) || route === undefined) return outgoing.writeHead(401).end('{}')
  const leak = process.env['LEAK'] === undefined ? {} : { user: clientKey }
  const sent = JSON.stringify({ ...body, ...leak, model: route.model })
  const headers = { authorization: `Bearer ${route.key}`, 'content-type': 'application/json' }
  const call = request(`${route.url}/chat/completions`, { method: 'POST', headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, { 'content-type': reply.headers['content-type'] })
    reply.on('error', () => outgoing.destroy()).pipe(outgoing)
  })
  call.on('error', () => outgoing.destroy()).end(sent)
})
server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
server.listen(port, '127.0.0.1')
