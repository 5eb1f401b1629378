import type { Listeners } from '../capture/journal/listeners.ts'
import type { Journal } from '../capture/journal.ts'
import type { JudgeLevel, ProviderContract, RefusalRule } from '../contract/contract.ts'
import type { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { CaseRegistry } from './attribution.ts'
import type { FakeRule } from './definition.ts'
import type { Dialect } from './dialect.ts'
import { type IdSource, idSource } from './ids.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { OperationHandler } from './reply.ts'
import type { Script } from './script.ts'
import type { CaseStrictnesses, Strictness } from './strictness.ts'
import type { HandshakeFailure } from './tls/handshakes.ts'
import type { Wait } from './write-reply.ts'

/** `observe`: answers what it would have refused, and records the refusal. */
export type FakeLevel = JudgeLevel | 'observe'

export interface Limits {
  /** Of a request body, as sent and unpacked. */
  readonly bodyBytes: number
  /** For a request to arrive. */
  readonly requestMs: number
}

/** What all fakes of a run share. */
export interface Stage {
  readonly journal: Journal
  readonly cases: CaseRegistry
  readonly script: Script
  readonly caseStrictness: CaseStrictnesses
  readonly seed: string
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly limits: Limits
  /** For what a script delays. */
  readonly wait: Wait
  /** Of TLS connections that came to nothing. */
  readonly handshakeFailures: Listeners<[ProviderId, HandshakeFailure]>
  report(fault: Fault): void
}

/** One provider on stage. */
export interface Fake {
  readonly provider: ProviderId
  readonly contract: ProviderContract
  readonly dialect: Dialect
  readonly handlers: ReadonlyMap<string, OperationHandler>
  /** Of its definition and of its contract. */
  readonly rules: readonly (FakeRule | RefusalRule)[]
  readonly strictness: Strictness
  readonly limiter: RateLimiter
  readonly stage: Stage
  /** Seeded by the case and the number of its request, so that cases side by side do not disturb each other. */
  idsFor(token: string | undefined): IdSource
  /** Now, as HTTP writes it. */
  httpDate(): string
}

export function createFake(parts: Omit<Fake, 'idsFor' | 'httpDate'>): Fake {
  const requests = new Map<string, number>()
  const idsFor = (token = '') => {
    const count = (requests.get(token) ?? 0) + 1
    requests.set(token, count)
    return idSource(`${parts.stage.seed}/${parts.provider}/${token}/${count}`)
  }
  return { ...parts, idsFor, httpDate: httpDates(parts.stage.clock) }
}

/** Written once a second, not once a reply. */
function httpDates(clock: () => number): () => string {
  let second = Number.NaN
  let text = ''
  return () => {
    const now = Math.floor(clock() / 1000)
    if (now !== second) {
      second = now
      text = new Date(now * 1000).toUTCString()
    }
    return text
  }
}
