import type { Journal } from '../capture/journal.ts'
import type { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { Supervision } from './supervision.ts'
import type { HandshakeFailure } from './tls/handshakes.ts'
import type { Turn } from './turn.ts'

/** Running fakes, as a scenario run sees them. */
export interface RunningFakes extends AsyncDisposable, Supervision {
  readonly journal: Journal
  /** What the fakes themselves did wrong so far, of kind harness. A run with any of them proves nothing. */
  readonly faults: readonly Fault[]
  /** With the case's token segment and the provider's version path: `http://127.0.0.1:4010/~t1/v1`. Without a token: the plain base URL. */
  baseUrl(provider: ProviderId, token?: string): string
  /** From now on requests of this case are at `step`; its nth accepted upstream request is answered with `turns[n]`, then with the last again. With a `marker` it is so for requests with this text in their body, beside other steps. */
  script(token: string, step: number, turns: readonly Turn[], marker?: string): void
  /** Keys that this provider accepts for the case; any other key is refused as the provider refuses a wrong one. */
  allowKey(provider: ProviderId, key: string, token?: string): void
  /** TLS connections that came to nothing. @returns ends it */
  onHandshakeFailure(listener: (provider: ProviderId, failure: HandshakeFailure) => void): () => void
  /** Whether requests of this case would be attributed to it. */
  knowsCase(token: string): boolean
}
