import { valueAt } from '../../contract/pointer.ts'
import type { Transform } from './transform.ts'

const wanted = 'message.output_text.logprobs'

/** `logprobs: true` becomes an entry of `include`. */
export const logprobsToInclude: Transform = ({ client, upstream, from, to }) => {
  const include = valueAt(upstream, to)
  if (valueAt(client, from) !== true || !Array.isArray(include)) return []
  const index = include.indexOf(wanted)
  return index === -1 ? [] : [{ client: [from], upstream: [`${to}/${index}`], same: true }]
}
