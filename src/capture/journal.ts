import type { Exchange, MessageEnd, RecordedReply, Verdict } from './exchange.ts'
import { createDropCounts, type Dropped } from './journal/drop-counts.ts'
import { type Entry, type ExchangeOpening, exchangeOf, newEntry } from './journal/entry.ts'
import { type ExchangeFilter, fitsFilter, isOver } from './journal/filter.ts'
import { createListeners } from './journal/listeners.ts'
import { createShelf, type Shelf } from './journal/shelf.ts'
import { headersSize, requestSize } from './journal/size.ts'

export type { Dropped } from './journal/drop-counts.ts'
export type { ExchangeOpening } from './journal/entry.ts'
export type { ExchangeFilter } from './journal/filter.ts'

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

export interface JournalOptions {
  /** A monotonic clock in milliseconds. */
  readonly now?: () => number
  /**
   * What finished exchanges and those under way may take together; without limit when absent. Above it the oldest
   * finished ones are dropped and counted. What is under way is never dropped: it may take more.
   */
  readonly byteBudget?: number
}

/** The ordered exchanges of a run, in memory. */
export class Journal {
  readonly #all: Shelf<Entry> = createShelf()
  readonly #byToken = new Map<string | undefined, Shelf<Entry>>()
  readonly #underWay = new Set<Entry>()
  readonly #dropCounts = createDropCounts()
  readonly #opened = createListeners<[current: () => Exchange]>()
  readonly #over = createListeners<[exchange: Exchange, elapsedMs: number]>()
  readonly #now: () => number
  readonly #origin: number
  readonly #byteBudget: number
  #count = 0
  #bytes = 0

  constructor({ now = () => performance.now(), byteBudget = Number.POSITIVE_INFINITY }: JournalOptions = {}) {
    this.#now = now
    this.#origin = now()
    this.#byteBudget = byteBudget
  }

  open(opening: ExchangeOpening): ExchangeRecorder {
    const startedAt = this.#now() - this.#origin
    this.#count += 1
    const id = `${opening.hop === 'client' ? 'c' : 'u'}${this.#count}`
    const entry = newEntry(opening, id, startedAt)
    this.#add(entry)
    this.#opened.tell(() => exchangeOf(entry))
    return this.#recorder(entry)
  }

  /** In order of arrival. The frames of an exchange that is still under way may grow after this call. */
  exchanges(filter: ExchangeFilter = {}): readonly Exchange[] {
    const shelf = filter.token === undefined ? this.#all : this.#byToken.get(filter.token)
    const exchanges = shelf?.all().map(exchangeOf) ?? []
    return exchanges.filter((exchange) => fitsFilter(exchange, filter))
  }

  /** How many exchanges there are, and what they take of the byte budget. */
  size(): { readonly exchanges: number; readonly bytes: number } {
    return { exchanges: this.#all.size, bytes: this.#bytes }
  }

  /** What was dropped to stay within the byte budget: of this case, or in all. A case that lost something cannot be judged. */
  dropped(token?: string): Dropped {
    return token === undefined ? this.#dropCounts.inAll() : this.#dropCounts.of(token)
  }

  /** Takes out what belongs to a case, or everything; also what is under way. @returns how many exchanges that were */
  clear(token?: string): number {
    const shelf = token === undefined ? this.#all : this.#byToken.get(token)
    const entries = shelf?.all() ?? []
    for (const entry of entries) this.#remove(entry)
    if (token !== undefined) this.#dropCounts.forget(token)
    return entries.length
  }

  /** Tells of every exchange when its request has been recorded. @returns ends it */
  onOpened(listener: (current: () => Exchange) => void): () => void {
    return this.#opened.add(listener)
  }

  /** Tells of every exchange once, when it is over, before it may be dropped. @returns ends it */
  onOver(listener: (exchange: Exchange, elapsedMs: number) => void): () => void {
    return this.#over.add(listener)
  }

  /** Resolves when no exchange that fits is without an end, or when `timeoutMs` has passed. */
  settled(filter: ExchangeFilter, timeoutMs: number): Promise<boolean> {
    const isSettled = () => ![...this.#underWay].some((entry) => fitsFilter(exchangeOf(entry), filter))
    return this.#until(isSettled, timeoutMs)
  }

  /**
   * Waits for `count` exchanges that fit and are over. @returns all of them there are: fewer than `count` when
   * `timeoutMs` has passed or the signal was aborted before
   */
  async waitFor(
    filter: ExchangeFilter,
    count: number,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<readonly Exchange[]> {
    const finished = () => this.exchanges(filter).filter(isOver)
    let known = finished().length
    const isReached = (latest?: Exchange) => {
      if (latest !== undefined && fitsFilter(latest, filter)) known += 1
      // What was counted may have been cleared or dropped since.
      if (known >= count) known = finished().length
      return known >= count
    }
    await this.#until(isReached, timeoutMs, signal)
    return finished()
  }

  /** Asks at once, and again whenever an exchange is over. */
  #until(isReached: (latest?: Exchange) => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    if (isReached()) return Promise.resolve(true)
    if (signal?.aborted) return Promise.resolve(false)
    return new Promise((resolve) => {
      const finish = (reached: boolean) => {
        clearTimeout(timer)
        stopListening()
        signal?.removeEventListener('abort', giveUp)
        resolve(reached)
      }
      const giveUp = () => finish(false)
      const timer = setTimeout(giveUp, timeoutMs)
      const stopListening = this.onOver((exchange) => {
        if (isReached(exchange)) finish(true)
      })
      signal?.addEventListener('abort', giveUp)
    })
  }

  #add(entry: Entry): void {
    const { token, request } = entry.opening
    const shelf = this.#byToken.get(token) ?? createShelf<Entry>()
    this.#byToken.set(token, shelf)
    shelf.add(entry)
    this.#all.add(entry)
    this.#underWay.add(entry)
    this.#grow(entry, requestSize(request))
  }

  #remove(entry: Entry): void {
    const { token } = entry.opening
    entry.isGone = true
    this.#bytes -= entry.bytes
    this.#underWay.delete(entry)
    this.#all.noteGone()
    const shelf = this.#byToken.get(token)
    shelf?.noteGone()
    if (shelf?.size === 0) this.#byToken.delete(token)
  }

  #grow(entry: Entry, bytes: number): void {
    entry.bytes += bytes
    if (entry.isGone) return
    this.#bytes += bytes
    this.#keepBudget()
  }

  #keepBudget(): void {
    while (this.#bytes > this.#byteBudget) {
      const oldest = this.#all.first(isOver)
      if (oldest === undefined) return
      this.#remove(oldest)
      this.#dropCounts.add(oldest.opening.token, oldest.bytes)
    }
  }

  #noteOver(entry: Entry): void {
    this.#underWay.delete(entry)
    if (!this.#over.isEmpty) this.#over.tell(exchangeOf(entry), this.#since(entry))
    this.#keepBudget()
  }

  #since({ startedAt }: Entry): number {
    return this.#now() - this.#origin - startedAt
  }

  #recorder(entry: Entry): ExchangeRecorder {
    const { id, frames } = entry
    return {
      id,
      verdict: (verdict) => {
        entry.verdict = verdict
        entry.seen = undefined
      },
      head: (status, headers) => {
        entry.reply = { status, headers, frames, end: 'pending' }
        entry.seen = undefined
        this.#grow(entry, headersSize(headers))
      },
      frame: (bytes) => {
        frames.push({ at: this.#since(entry), bytes })
        this.#grow(entry, bytes.length)
      },
      end: (end) => {
        if (entry.reply?.end !== 'pending') return
        const wasOver = isOver(entry)
        const { status, headers } = entry.reply
        entry.reply = { status, headers, frames, end }
        entry.seen = undefined
        if (!wasOver) this.#noteOver(entry)
      },
      fail: (failure) => {
        if (isOver(entry)) return
        entry.failure = failure
        entry.seen = undefined
        this.#noteOver(entry)
      },
    }
  }
}
