import { Fault } from '../../contract/fault.ts'
import { lastLines } from './output-ring.ts'

const shownLines = 25

export function gatewayNotFoundFault(name: string, executable: string, install: string, cause?: unknown): Fault {
  return new Fault('E_GATEWAY_NOT_FOUND', `${name} cannot be started: ${executable} is missing or cannot be executed`, {
    hint: install,
    cause,
  })
}

/** @param end how it ended, as a clause: `ended with exit code 1` */
export function gatewayDiedFault(name: string, end: string, logs: string): Fault {
  return new Fault(
    'E_GATEWAY_DIED',
    `${name} ${end} before it was ready. Its last lines:\n${lastLines(logs, shownLines)}`,
    {
      hint: 'Mend what the last lines complain about, then run again.',
    },
  )
}

export function gatewayNotReadyFault(name: string, url: string, withinMs: number, logs: string): Fault {
  return new Fault(
    'E_GATEWAY_NOT_READY',
    `${name} did not answer at ${url} within ${withinMs / 1000} s. Its last lines:\n${lastLines(logs, shownLines)}`,
    { hint: 'Look whether it waits for something (a database, the network), or give it more time.' },
  )
}

export function gatewayPortFault(cause: unknown): Fault {
  return new Fault('E_GATEWAY_PORT', 'no port of 127.0.0.1 is free for the gateway', {
    hint: 'Stop what occupies the ports, or allow this process to listen on loopback.',
    cause,
  })
}
