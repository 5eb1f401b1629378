import type { Exchange } from '../../capture/exchange.ts'
import { exchangeToJson } from '../../capture/journal/exchange-json.ts'
import { exchangeLine } from '../../capture/journal/ndjson.ts'
import type { ExchangeFilter } from '../../capture/journal.ts'
import { Fault } from '../../contract/fault.ts'
import { nameHint } from '../../contract/suggest.ts'
import type { RunningFakes } from '../fakes.ts'
import type { ServedProvider } from '../supervision.ts'
import type { JournalQuery } from './messages.ts'
import type { ControlReply } from './route.ts'

export const ndjson = 'application/x-ndjson'

const pageLength = 100

/**
 * What is asked for by name has to be there: nothing of a case that nobody opened would look like nothing that arrived.
 * @throws Fault E_CASE_UNKNOWN, E_PROVIDER_NOT_SERVED
 */
export function filterOf(query: JournalQuery, fakes: RunningFakes): ExchangeFilter {
  const { case: token, limit: _, ...rest } = query
  if (token !== undefined) checkCase(token, fakes)
  if (rest.provider !== undefined) servedProvider(rest.provider, fakes)
  return { ...rest, ...(token === undefined ? {} : { token }) }
}

/** @throws Fault E_CASE_UNKNOWN */
export function checkCase(token: string, fakes: RunningFakes): void {
  if (fakes.knowsCase(token)) return
  throw new Fault('E_CASE_UNKNOWN', `There is no case ${token}.`, {
    hint: 'Open one with POST /cases, or name your own with PUT /cases/{token}/script.',
  })
}

/** @throws Fault E_PROVIDER_NOT_SERVED */
export function servedProvider(id: string, fakes: RunningFakes): ServedProvider {
  const served = fakes.providers()
  const found = served.find((provider) => provider.id === id)
  if (found !== undefined) return found
  const known = served.map((provider) => provider.id)
  throw new Fault('E_PROVIDER_NOT_SERVED', `No fake of ${id} is running.`, { hint: nameHint(id, known) })
}

/** The first exchanges of those that were found: lines, or a page that says where the next one begins. */
export function pageReply(
  found: readonly Exchange[],
  { case: token, limit = pageLength }: JournalQuery,
  { journal }: RunningFakes,
  { mediaType, status }: { readonly mediaType: string; readonly status: number },
): ControlReply {
  const shown = found.slice(0, limit)
  if (mediaType === ndjson) return { kind: 'text', status, pieces: lines(shown) }
  const next = found.length > shown.length ? (shown.at(-1)?.id ?? null) : null
  const rest = { next, dropped: journal.dropped(token) }
  return { kind: 'text', status, pieces: page(shown, rest) }
}

function* lines(exchanges: readonly Exchange[]): Iterable<string> {
  for (const exchange of exchanges) yield exchangeLine(exchange)
}

function* page(exchanges: readonly Exchange[], rest: object): Iterable<string> {
  yield '{"exchanges":['
  for (const [index, exchange] of exchanges.entries()) {
    yield `${index === 0 ? '' : ','}${JSON.stringify(exchangeToJson(exchange))}`
  }
  yield `],${JSON.stringify(rest).slice(1)}`
}
