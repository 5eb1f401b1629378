import { valueAt } from '../../contract/pointer.ts'
import type { Surface } from '../../contract/surface.ts'
import type { Pair } from '../pair.ts'
import type { Placed } from '../pair-values.ts'
import { pairFlat, pairFlatTools, type Wrapping } from './flat-fields.ts'
import type { Transform } from './transform.ts'

/** Chat Completions wraps what describes a tool: `{type: 'function', function: {name, …}}`. Tools are followed by name. */
export const tools: Transform = between(pairFlatTools)

/** A named choice, and a list of allowed tools, are wrapped like a tool; words stay as they are. */
export const toolChoice: Transform = between(pairFlat)

/** Chat Completions wraps a JSON schema: `{type: 'json_schema', json_schema: {name, schema, …}}`. */
export const outputFormat: Transform = between(pairFlat)

function between(pair: (client: Placed, upstream: Placed, wrapping: Wrapping) => Pair[]): Transform {
  return ({ client, upstream, from, to, surfaces }) => {
    const sent = { pointer: from, value: valueAt(client, from) }
    const arrived = { pointer: to, value: valueAt(upstream, to) }
    if (sent.value === undefined || arrived.value === undefined) return []
    // On one surface nothing is wrapped anew: as it was sent it has to arrive.
    const wraps = (surface: Surface) => surfaces.client !== surfaces.upstream && surface === 'chat-completions'
    return pair(sent, arrived, { client: wraps(surfaces.client), upstream: wraps(surfaces.upstream) })
  }
}
