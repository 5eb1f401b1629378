import { type Pointer, valueAt } from '../../contract/pointer.ts'
import type { Transform, TransformInput } from './transform.ts'

const wanted = 'message.output_text.logprobs'

/** `logprobs: true` becomes an entry of `include`. */
export const logprobsToInclude: Transform = ({ client, upstream, from, to }) => {
  const entry = entryOf(upstream, to)
  return valueAt(client, from) !== true || entry === undefined
    ? []
    : [{ client: [from], upstream: [entry], same: true, note: 'logprobs' }]
}

/** The entry of `include` becomes `logprobs: true`. */
export const includeToLogprobs: Transform = ({ client, upstream, from, to }: TransformInput) => {
  const entry = entryOf(client, from)
  const arrived = valueAt(upstream, to)
  return entry === undefined || arrived === undefined
    ? []
    : [{ client: [entry], upstream: [to], same: arrived === true, note: 'logprobs' }]
}

function entryOf(body: unknown, include: Pointer): Pointer | undefined {
  const entries = valueAt(body, include)
  const index = Array.isArray(entries) ? entries.indexOf(wanted) : -1
  return index === -1 ? undefined : `${include}/${index}`
}
