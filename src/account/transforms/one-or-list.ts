import { valueAt } from '../../contract/pointer.ts'
import { sameJson } from '../leaves.ts'
import { pairWhole } from '../pair-values.ts'
import { same } from './same.ts'
import type { Transform } from './transform.ts'

/** One value says the same as a list of it alone; anything else arrives as it is. */
export const oneOrList: Transform = (input) => {
  const sent = valueAt(input.client, input.from)
  const arrived = valueAt(input.upstream, input.to)
  const isSame = sameJson([sent], arrived) || sameJson(sent, [arrived])
  if (!isSame) return same(input)
  const pair = pairWhole({ pointer: input.from, value: sent }, { pointer: input.to, value: arrived })
  return [{ ...pair, same: true, note: 'one, or a list of one' }]
}
