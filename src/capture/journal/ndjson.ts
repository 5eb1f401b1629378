import { parsedJson } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { exchangeFromJson, exchangeToJson, notAnExchange } from './exchange-json.ts'

/** One exchange as one line of JSON, with its line end. */
export function exchangeLine(exchange: Exchange): string {
  return `${JSON.stringify(exchangeToJson(exchange))}\n`
}

/** @throws Fault E_JOURNAL_EXCHANGE */
export function exchangeOfLine(line: string): Exchange {
  const value = parsedJson(line)
  if (value === undefined) throw notAnExchange('the line is not JSON')
  return exchangeFromJson(value)
}
