import { createRequire } from 'node:module'
import type { Agent } from 'undici'
import type { HeaderPair } from '../capture/exchange.ts'
import type { Journal } from '../capture/journal.ts'
import { once } from '../contract/once.ts'

/** Loaded with its first use: it puts an agent of its own under the `fetch` of the whole process. */
const undici = once((): typeof import('undici') => createRequire(import.meta.url)('undici'))

/** One request of a scenario's client. */
export interface ClientRequest {
  readonly url: string
  readonly headers: readonly HeaderPair[]
  readonly body: Buffer
  readonly token: string
  readonly step: number
  readonly surface: string
}

/** A client with a loopback address and connections of its own. */
export interface Client extends AsyncDisposable {
  /** Sends and records; ends when the reply has been read in full, cut, or failed. Never throws. */
  send(message: ClientRequest, signal: AbortSignal): Promise<void>
}

export interface ClientOptions {
  readonly journal: Journal
  /** The address to come from; the system's choice when absent. */
  readonly localAddress: string | undefined
}

/** Without a byte for this long, a gateway hangs. */
const silenceMs = 20_000

/** Nobody gets to see it; undici would make one, with its stack, for each connection. */
const caseIsOver = new Error('the case is over')

export function createClient({ journal, localAddress }: ClientOptions): Client {
  const agent = new (undici().Agent)({
    headersTimeout: silenceMs,
    bodyTimeout: silenceMs,
    connect: { timeout: silenceMs },
    ...(localAddress === undefined ? {} : { localAddress }),
  })
  return {
    send: (message, signal) => send(journal, agent, message, signal),
    [Symbol.asyncDispose]: () => agent.destroy(caseIsOver),
  }
}

async function send(journal: Journal, agent: Agent, message: ClientRequest, signal: AbortSignal): Promise<void> {
  const url = new URL(message.url)
  const recorder = journal.open({
    hop: 'client',
    token: message.token,
    attribution: 'path',
    step: message.step,
    surface: message.surface,
    request: { method: 'POST', target: url.pathname + url.search, headers: message.headers, body: message.body },
  })
  try {
    const reply = await undici().request(url, {
      method: 'POST',
      dispatcher: agent,
      headers: message.headers.flat(),
      body: message.body,
      responseHeaders: 'raw',
      signal,
    })
    recorder.head(reply.statusCode, pairs(reply.headers))
    try {
      for await (const chunk of reply.body) recorder.frame(Buffer.from(chunk))
      recorder.end('complete')
    } catch {
      recorder.end('cut')
    }
  } catch (error) {
    recorder.fail(reasonOf(error))
  }
}

/** undici's raw headers are a flat list of names and values. */
function pairs(raw: unknown): HeaderPair[] {
  const flat = Array.isArray(raw) ? raw.map(String) : []
  return flat.flatMap((name, index): HeaderPair[] => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : []))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return code !== undefined && !error.message.includes(code)
    ? `${error.message || error.name} (${code})`
    : error.message || error.name
}
