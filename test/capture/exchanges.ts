import type { ExchangeRecorder, Journal } from '../../src/capture/journal.ts'

export interface Made {
  readonly token?: string
  readonly body?: string
  readonly provider?: string
}

/** Records one request of a case and leaves it without an answer. */
export function begin(journal: Journal, { token, body = '', provider = 'openai' }: Made = {}): ExchangeRecorder {
  const request = { method: 'POST', target: '/', headers: [], body: Buffer.from(body) }
  const attribution = token === undefined ? 'none' : 'path'
  return journal.open({ hop: 'upstream', token, attribution, step: 0, provider, request })
}

/** Records one request of a case and its answer. @returns its id */
export function record(journal: Journal, made: Made = {}): string {
  const recorder = begin(journal, made)
  recorder.verdict({ kind: 'accepted' })
  recorder.head(200, [])
  recorder.frame(Buffer.from('{}'))
  recorder.end('complete')
  return recorder.id
}

export function ids(journal: Journal, token?: string): readonly string[] {
  return journal.exchanges(token === undefined ? {} : { token }).map(({ id }) => id)
}
