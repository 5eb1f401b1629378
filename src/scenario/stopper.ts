import type { StartedGateway } from '../gateways/adapter.ts'

/** Ends a run when the user stops it or the gateway dies, and knows why. */
export interface Stopper {
  readonly signal: AbortSignal
  reason(): string | undefined
}

export function stopperOf(gateway: StartedGateway, signal: AbortSignal): Stopper {
  const died = new AbortController()
  let reason: string | undefined
  void gateway.died.then((sentence) => {
    reason ??= `${sentence}${lastWords(gateway.logs())}`
    died.abort()
  })
  return {
    signal: AbortSignal.any([signal, died.signal]),
    reason: () => reason ?? (signal.aborted ? 'the run was stopped' : undefined),
  }
}

const mostCharacters = 200

/** The last line that a gateway printed mostly says why it ended. */
function lastWords(logs: string): string {
  const line = logs.trimEnd().split('\n').at(-1)?.trim() ?? ''
  return line === '' ? '' : `, after "${line.slice(0, mostCharacters)}"`
}
