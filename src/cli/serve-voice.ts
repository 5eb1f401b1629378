import type { Exchange, Verdict } from '../capture/exchange.ts'
import type { HandshakeFailure } from '../fake-kit/tls/handshakes.ts'
import type { Output } from '../report/reporter.ts'
import { padded, printable, widthOf } from '../report/text.ts'

type Refused = Extract<Verdict, { kind: 'refused' }>

/** How one fake can be reached. */
export interface Served {
  readonly id: string
  readonly baseUrl: string
  readonly apiKey: string
}

/** What else there is beside the fakes. */
export interface Beside {
  /** Base URL of the control port. */
  readonly control: string | undefined
  /** The file that keeps every exchange. */
  readonly journal: string | undefined
  /** The file with what a client has to trust. */
  readonly ca: string | undefined
}

/** What `watertight serve` says while it runs. */
export interface ServeVoice {
  ready(served: readonly Served[], beside: Beside): void
  refused(exchange: Exchange, verdict: Refused): void
  handshakeFailed(provider: string, failure: HandshakeFailure): void
}

/** For people; the line `ready` tells a script that everything listens. */
export function plainServeVoice(output: Output): ServeVoice {
  return {
    ready: (served, { control, journal, ca }) => {
      const others = Object.entries({ control, journal, ca }).filter(([, value]) => value !== undefined)
      const column = Math.max(...[...served.map(({ id }) => id), ...others.map(([name]) => name)].map(widthOf))
      for (const { id, baseUrl, apiKey } of served) {
        output.write(`${padded(id, column)}  base URL ${baseUrl}  API key ${apiKey}\n`)
      }
      for (const [name, value] of others) output.write(`${padded(name, column)}  ${value}\n`)
      output.write('ready\n')
    },
    refused: (exchange, verdict) => {
      const what = exchange.reply?.status === verdict.status ? 'refused' : 'would refuse'
      const parts = [
        `${exchange.provider ?? ''} ${what} ${requestText(exchange)}`,
        `${verdict.status} ${verdict.rule}`,
        ...(verdict.pointer === undefined ? [] : [verdict.pointer]),
        verdict.message,
      ]
      output.write(`${parts.map(printable).join('  ')}\n`)
    },
    handshakeFailed: (provider, { reason, hint }) => {
      output.write(`${provider} had no TLS connection: the client ${printable(reason)}  ${hint}\n`)
    },
  }
}

/** For scripts: one JSON object a line, told apart by `event`. */
export function jsonServeVoice(output: Output): ServeVoice {
  const write = (line: Readonly<Record<string, unknown>>): void => output.write(`${JSON.stringify(line)}\n`)
  return {
    ready: (providers, beside) => write({ event: 'ready', providers, ...beside }),
    refused: (exchange, { rule, status, message, pointer, hint }) =>
      write({
        event: exchange.reply?.status === status ? 'refused' : 'would-refuse',
        provider: exchange.provider,
        request: requestText(exchange),
        status,
        rule,
        pointer,
        message,
        hint,
      }),
    handshakeFailed: (provider, failure) => write({ event: 'handshake-failed', provider, ...failure }),
  }
}

function requestText({ request }: Exchange): string {
  return `${request.method} ${request.target}`
}
