import { valueAt } from '../../contract/pointer.ts'
import { pairValues } from '../pair-values.ts'
import type { Transform } from './transform.ts'

/** The value arrives unchanged, leaf by leaf. */
export const same: Transform = ({ client, upstream, from, to }) => {
  const sent = { pointer: from, value: valueAt(client, from) }
  const arrived = { pointer: to, value: valueAt(upstream, to) }
  return sent.value === undefined || arrived.value === undefined ? [] : pairValues(sent, arrived)
}
