import { Fault } from '../../contract/fault.ts'
import { lastLines } from './output-ring.ts'
import type { Answer, Readiness } from './readiness.ts'

const shownLines = 25

export function gatewayNotFoundFault(name: string, executable: string, install: string, cause?: unknown): Fault {
  return new Fault('E_GATEWAY_NOT_FOUND', `${name} cannot be started: ${executable} is missing or cannot be executed`, {
    hint: install,
    cause,
  })
}

/**
 * @param command what installs it
 * @param others versions that are installed
 */
export function gatewayNotInstalledFault(
  id: string,
  version: string,
  command: string,
  others: readonly string[],
): Fault {
  const instead = others.length === 0 ? '' : ` Installed are: ${others.join(', ')}.`
  return new Fault('E_GATEWAY_NOT_INSTALLED', `${id} ${version} is not installed`, {
    hint: `Install it with \`${command}\`.${instead}`,
  })
}

/** @param end how it ended, as a clause: `ended with exit code 1` */
export function gatewayDiedFault(name: string, end: string, logs: string): Fault {
  return new Fault(
    'E_GATEWAY_DIED',
    `${name} ${end} before it was ready. Its last lines:\n${lastLines(logs, shownLines)}`,
    { hint: wayOut(logs) },
  )
}

/** What a gateway says when something of its surroundings keeps it from starting, and what helps. */
const complaints: readonly { readonly says: RegExp; readonly hint: string }[] = [
  {
    says: /EADDRINUSE|address already in use/i,
    hint: 'Another process has its port: run again, and look whether it listens where it is told to.',
  },
  {
    says: /requires? node|node(?:\.js)? (?:version )?(?:>=|v?\d+ or |is required)|unsupported engine|unknown_builtin_module/i,
    hint: 'It wants another Node than the one that started it: put that first on PATH, or name it in command.',
  },
  {
    says: /ModuleNotFoundError|ERR_MODULE_NOT_FOUND|Cannot find module/,
    hint: 'A part of it is missing: install it again, with everything that its documentation asks for.',
  },
]

function wayOut(logs: string): string {
  const known = complaints.find(({ says }) => says.test(lastLines(logs, shownLines)))
  return known?.hint ?? 'Mend what the last lines complain about, then run again.'
}

/**
 * @param last what it answered when it was asked last; absent when it did not
 * @param logs absent where somebody else has started it
 */
export function gatewayNotReadyFault(
  name: string,
  readiness: Readiness,
  last: Answer | undefined,
  logs: string | undefined,
): Fault {
  const { url, status, matches, withinMs } = readiness
  const wanted = `${status}${matches === undefined ? '' : ` and a body that fits ${matches}`}`
  const heard = last === undefined ? 'It never answered.' : `It answered ${answerWords(last)}.`
  const lines = logs === undefined ? '' : ` Its last lines:\n${lastLines(logs, shownLines)}`
  const hint =
    last !== undefined
      ? 'Look whether this is where it tells that it is ready, and whether it found its configuration.'
      : logs === undefined
        ? 'Start it with the files that watertight plan writes.'
        : 'Look whether it waits for something (a database, the network), or give it more time.'
  const within = `within ${withinMs / 1000} s`
  return new Fault('E_GATEWAY_NOT_READY', `${name} did not answer ${wanted} at ${url} ${within}. ${heard}${lines}`, {
    hint,
  })
}

function answerWords({ status, contentType, body }: Answer): string {
  const beginning = body.trim().slice(0, 120).replaceAll(/\s+/g, ' ')
  return [status, contentType, ...(beginning === '' ? [] : [`"${beginning}"`])].join(' ').trim()
}

/** @param ports those that were tried */
export function gatewayPortFault(ports: readonly number[], cause: unknown): Fault {
  const [port] = ports
  const what = ports.length === 1 ? `port ${port} of 127.0.0.1 is not free` : 'no port of 127.0.0.1 is free'
  return new Fault('E_GATEWAY_PORT', `${what} for the gateway`, {
    hint: 'Stop what occupies it, or allow this process to listen on loopback.',
    cause,
  })
}

/** @param told what it said instead of a version that is accepted, as a clause */
export function gatewayVersionFault(name: string, told: string, hint: string, cause?: unknown): Fault {
  return new Fault('E_GATEWAY_VERSION', `${name} ${told}`, { hint, cause })
}
