import type { RecordedReply } from '../../src/capture/exchange.ts'
import type { Check } from '../../src/checks/check.ts'
import type { CaseFacts, StepFacts } from '../../src/checks/facts.ts'
import type { Surface } from '../../src/contract/surface.ts'
import { caseFacts } from './facts.ts'

/** A JSON reply. */
export function json(body: unknown, status = 200): RecordedReply {
  return {
    status,
    headers: [['content-type', 'application/json']],
    frames: [{ at: 1, bytes: Buffer.from(JSON.stringify(body)) }],
    end: 'complete',
  }
}

/** A stream of these events, one frame each; a string is the `data:` itself. */
export function stream(...events: readonly unknown[]): RecordedReply {
  return timed(events.map((event, index) => [index, event]))
}

/** A stream whose events come at these milliseconds of the exchange. */
export function timed(events: readonly (readonly [at: number, event: unknown])[]): RecordedReply {
  const frames = events.map(([at, event]) => {
    return { at, bytes: Buffer.from(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`) }
  })
  return { status: 200, headers: [['content-type', 'text/event-stream']], frames, end: 'complete' }
}

export interface Told {
  /** What the client reads. */
  readonly client: RecordedReply
  /** What the provider wrote: once, or one for each of its calls. Default: what the client reads. */
  readonly provider?: RecordedReply | readonly RecordedReply[]
  /** Of the client, and of the provider where it has another. */
  readonly surface?: Surface
  readonly upstream?: Surface
  /** What the client asked for, besides its messages. */
  readonly asked?: Readonly<Record<string, unknown>>
  readonly step?: Partial<StepFacts>
  readonly facts?: Partial<CaseFacts>
}

/** What one check says of one reply: `none`, `passed`, or its messages. */
export function saidOf(check: Check, told: Told): string | readonly string[] {
  const { client, surface = 'chat-completions', upstream = surface, asked = {}, step = {} } = told
  const wrote = told.provider ?? client
  const body = { model: 'alias', messages: [], ...asked }
  const facts = caseFacts({
    client: { body, change: { reply: client } },
    upstream: (isList(wrote) ? wrote : [wrote]).map((reply) => ({ change: { reply, surface: upstream } })),
    step,
  })
  const [own, ...others] = facts.targets
  const result = check.judge({
    accounts: [],
    facts: {
      ...facts,
      surfaces: { client: surface, upstream },
      targets: [{ ...own, surface: upstream }, ...others],
      ...told.facts,
    },
  })
  return result.kind === 'failed' ? result.observations.map(({ message }) => message) : result.kind
}

function isList(replies: RecordedReply | readonly RecordedReply[]): replies is readonly RecordedReply[] {
  return Array.isArray(replies)
}
