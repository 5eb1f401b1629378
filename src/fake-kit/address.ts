import { Fault } from '../contract/fault.ts'
import type { ServerTls } from './tls/server-tls.ts'

/** Where a server listens, and how it speaks there. */
export interface Address {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** HTTPS instead of HTTP. */
  readonly tls?: ServerTls | undefined
}

/** `http://127.0.0.1:4010` */
export function originOf({ host, port, tls }: Address): string {
  return `${tls === undefined ? 'http' : 'https'}://${hostInUrl(host)}:${port}`
}

/** Every address is no address to connect to; IPv6 stands in brackets. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** Why a server cannot listen: E_PORT_IN_USE or E_PORT_REFUSED. @param server as in a sentence: `the fake of openai` */
export function listenFault(server: string, { host, port }: Address, cause: unknown): Fault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
  if (code === 'EADDRINUSE') {
    return new Fault('E_PORT_IN_USE', `port ${port} of ${host} is in use; ${server} needs it`, {
      hint: 'End what listens there, or choose another port (0 takes any free one).',
      cause,
    })
  }
  return new Fault('E_PORT_REFUSED', `${server} cannot listen on ${host} port ${port}: ${code}`, {
    hint: 'Choose an address of this machine and a port above 1023 (0 takes any free one).',
    cause,
  })
}
