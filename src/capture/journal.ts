import type { Exchange, Frame, MessageEnd, RecordedReply, Verdict } from './exchange.ts'

/** Everything of an exchange that is known when the request has been read in full. */
export type ExchangeOpening = Omit<Exchange, 'id' | 'startedAt' | 'reply' | 'verdict' | 'failure'>

/** Writes one exchange, as it happens. Nothing is parsed, joined, shortened or redacted. */
export interface ExchangeRecorder {
  readonly id: string
  verdict(verdict: Verdict): void
  head(status: number, headers: RecordedReply['headers']): void
  frame(bytes: Buffer): void
  end(end: Exclude<MessageEnd, 'pending'>): void
  /** The peer never answered. */
  fail(reason: string): void
}

export interface ExchangeFilter {
  readonly token?: string
  readonly hop?: Exchange['hop']
  readonly step?: number
}

interface Entry {
  exchange: Exchange
  frames: Frame[]
}

/** The ordered exchanges of a run, in memory. */
export class Journal {
  #entries: Entry[] = []
  #opened = 0
  readonly #listeners: ((exchange: Exchange) => void)[] = []
  readonly #now: () => number
  readonly #origin: number
  #waiters: (() => void)[] = []

  /** @param now a monotonic clock in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#origin = now()
  }

  open(opening: ExchangeOpening): ExchangeRecorder {
    const startedAt = this.#now() - this.#origin
    this.#opened += 1
    const id = `${opening.hop === 'client' ? 'c' : 'u'}${this.#opened}`
    const entry: Entry = { exchange: { ...opening, id, startedAt }, frames: [] }
    this.#entries.push(entry)
    this.#wake()
    return this.#recorder(entry)
  }

  /** In order of arrival. The frames of an exchange that is still under way may grow after this call. */
  exchanges(filter: ExchangeFilter = {}): readonly Exchange[] {
    return this.#entries.map((entry) => entry.exchange).filter((exchange) => matches(exchange, filter))
  }

  /** Tells of every exchange once, when it is over. */
  onOver(listener: (exchange: Exchange) => void): void {
    this.#listeners.push(listener)
  }

  /** Takes an exchange out, so that a journal that nobody will read does not grow. */
  forget(id: string): void {
    this.#entries = this.#entries.filter(({ exchange }) => exchange.id !== id)
  }

  /** Resolves when no exchange that fits is without an end, or when `timeoutMs` has passed. */
  async settled(filter: ExchangeFilter, timeoutMs: number): Promise<boolean> {
    const deadline = this.#now() + timeoutMs
    for (;;) {
      if (this.exchanges(filter).every(isOver)) return true
      const left = deadline - this.#now()
      if (left <= 0) return false
      await this.#changed(left)
    }
  }

  #changed(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#waiters.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  #tell(exchange: Exchange): void {
    for (const listener of this.#listeners) listener(exchange)
  }

  #recorder(entry: Entry): ExchangeRecorder {
    const since = () => this.#now() - this.#origin - entry.exchange.startedAt
    const update = (change: Partial<Exchange>) => {
      const wasOver = isOver(entry.exchange)
      entry.exchange = { ...entry.exchange, ...change }
      this.#wake()
      if (!wasOver && isOver(entry.exchange)) this.#tell(entry.exchange)
    }
    return {
      id: entry.exchange.id,
      verdict: (verdict) => update({ verdict }),
      head: (status, headers) => update({ reply: { status, headers, frames: entry.frames, end: 'pending' } }),
      frame: (bytes) => {
        entry.frames.push({ at: since(), bytes })
      },
      end: (end) => {
        if (entry.exchange.reply?.end === 'pending') update({ reply: { ...entry.exchange.reply, end } })
      },
      fail: (failure) => {
        if (!isOver(entry.exchange)) update({ failure })
      },
    }
  }
}

function isOver(exchange: Exchange): boolean {
  return exchange.failure !== undefined || (exchange.reply !== undefined && exchange.reply.end !== 'pending')
}

function matches(exchange: Exchange, filter: ExchangeFilter): boolean {
  return (
    (filter.token === undefined || exchange.token === filter.token) &&
    (filter.hop === undefined || exchange.hop === filter.hop) &&
    (filter.step === undefined || exchange.step === filter.step)
  )
}
