import type { Exchange } from '../capture/exchange.ts'
import { fitsFilter } from '../capture/journal/filter.ts'
import type { ExchangeSource } from './case-facts.ts'

/** Found by case, as in the journal of a run. @param all in order of arrival */
export function sourceOf(all: readonly Exchange[]): ExchangeSource {
  const byToken = Map.groupBy(all, ({ token }) => token)
  return {
    exchanges: (filter) => {
      const some = filter.token === undefined ? all : (byToken.get(filter.token) ?? [])
      return some.filter((exchange) => fitsFilter(exchange, filter))
    },
  }
}
