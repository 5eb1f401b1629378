import { bodyBytes, decodedBody, headerOf } from '../capture/body.ts'
import type { Exchange, RecordedReply } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'

export const replyFraming: Check = {
  id: 'header/reply-framing',
  title: 'What the headers of a reply say about its bytes is true of the bytes that the client gets',
  severity: 'high',
  judge: ({ facts }) => {
    const clients = facts.steps.flatMap(({ client }) => (client?.reply === undefined ? [] : [client]))
    if (clients.length === 0) return { kind: 'none' }
    return resultOf(clients.flatMap(misframed))
  },
}

function misframed(client: Exchange): Observation[] {
  const { reply } = client
  if (reply === undefined) return []
  return [...staleCoding(reply), ...wrongLength(reply), ...ofConnection(reply), ...repeated(reply)].map(
    ({ header, message }) => ({
      message,
      evidence: [{ exchange: client.id, hop: 'client', part: 'reply', at: { header } }],
    }),
  )
}

interface Misframing {
  readonly header: string
  readonly message: string
}

const codings: ReadonlySet<string> = new Set(['gzip', 'br', 'deflate', 'zstd'])

/** Bytes that were unpacked on the way, or never packed, under a label that says they are. */
function staleCoding(reply: RecordedReply): Misframing[] {
  const coding = headerOf(reply.headers, 'content-encoding')?.trim().toLowerCase() ?? ''
  const body = bodyBytes(reply)
  if (reply.end !== 'complete' || body.length === 0 || !codings.has(coding)) return []
  if (decodedBody(reply.headers, body) !== body) return []
  return [{ header: 'content-encoding', message: `the reply says that it is packed by ${coding}, and is not` }]
}

function wrongLength(reply: RecordedReply): Misframing[] {
  const length = headerOf(reply.headers, 'content-length')
  if (length === undefined) return []
  const header = 'content-length'
  if (headerOf(reply.headers, 'transfer-encoding') !== undefined) {
    return [{ header, message: 'the reply says its length and is sent in chunks' }]
  }
  const bytes = bodyBytes(reply).length
  if (reply.end === 'complete' ? Number(length) === bytes : Number(length) > bytes) return []
  return [{ header, message: `the reply says that it has ${length} bytes, and has ${bytes}` }]
}

/** They belong to the gateway's connection with the provider: RFC 9110, section 7.6.1. */
const hopByHop: ReadonlySet<string> = new Set(['proxy-authenticate', 'proxy-connection', 'te', 'trailer', 'upgrade'])

function ofConnection({ headers }: RecordedReply): Misframing[] {
  return headers
    .filter(([name]) => hopByHop.has(name.toLowerCase()))
    .map(([header]) => ({ header, message: `the header ${header} of the provider's connection reaches the client` }))
}

const singular: ReadonlySet<string> = new Set(['content-encoding', 'content-length', 'content-type', 'date'])

function repeated({ headers }: RecordedReply): Misframing[] {
  const names = headers.map(([name]) => name.toLowerCase()).filter((name) => singular.has(name))
  const doubled = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [...doubled].map((header) => ({ header, message: `the reply has the header ${header} more than once` }))
}
