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
    reason ??= sentence
    died.abort()
  })
  return {
    signal: AbortSignal.any([signal, died.signal]),
    reason: () => reason ?? (signal.aborted ? 'the run was stopped' : undefined),
  }
}
