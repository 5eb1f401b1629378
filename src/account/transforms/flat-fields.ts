import { isRecord, type Pointer, pointerOf } from '../../contract/pointer.ts'
import { matchingOf } from '../match-by-key.ts'
import type { Pair } from '../pair.ts'
import { type Placed, pairValues } from '../pair-values.ts'

/** The members in which Chat Completions wraps what the Responses API holds flat; the `type` beside it has its name. */
const wrappers: ReadonlySet<string> = new Set(['function', 'custom', 'allowed_tools', 'json_schema', 'grammar'])

/** JSON Schemas of the caller's: nothing in them is a wrapper. */
const verbatim: ReadonlySet<string> = new Set(['parameters', 'schema'])

/** Where a value stands on a surface, under the name that it has without wrappers. */
type Fields = ReadonlyMap<string, Placed>

/** How both surfaces write tools, choices of one, and output formats: wrapped, or flat. */
export interface Wrapping {
  readonly client: boolean
  readonly upstream: boolean
}

/**
 * Pairs two tools, two choices of one, or two output formats, leaf by leaf under the names that they have without wrappers.
 * What should be wrapped on a side and is not finds no partner.
 */
export function pairFlat(client: Placed, upstream: Placed, wrapping: Wrapping): Pair[] {
  if (!isRecord(client.value) || !isRecord(upstream.value)) return pairValues(client, upstream)
  const arrived = fieldsOf(upstream, wrapping.upstream)
  return [...fieldsOf(client, wrapping.client)].flatMap(([name, field]) => {
    const partner = arrived.get(name)
    if (partner === undefined) return []
    return name === '/tools' ? pairFlatTools(field, partner, wrapping) : pairValues(field, partner)
  })
}

/** Pairs two lists of tools, by name before place. Their order says nothing. */
export function pairFlatTools(client: Placed, upstream: Placed, wrapping: Wrapping): Pair[] {
  const sent = client.value
  const arrived = upstream.value
  if (!isFilled(sent) || !isFilled(arrived)) return pairValues(client, upstream)
  const matching = matchingOf(sent, arrived)
  matching.byKey(toolName)
  matching.byKey(() => '')
  return matching.matches.flatMap((match) =>
    pairFlat(
      { pointer: `${client.pointer}/${match.client}`, value: sent[match.client] },
      { pointer: `${upstream.pointer}/${match.upstream}`, value: arrived[match.upstream] },
      wrapping,
    ),
  )
}

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0
}

function fieldsOf(placed: Placed, wrapped: boolean): Fields {
  const fields = new Map<string, Placed>()
  const read = ({ pointer, value }: Placed, name: Pointer) => {
    if (!isRecord(value) || Object.keys(value).length === 0) {
      fields.set(name, { pointer, value })
      return
    }
    const wrapper = wrapped ? wrapperOf(value) : undefined
    const bare = wrapper !== undefined && !isRecord(value[wrapper])
    for (const [member, inner] of Object.entries(value)) {
      const step = pointerOf([member])
      const here = { pointer: `${pointer}${step}`, value: inner }
      if (member === wrapper && isRecord(inner)) read(here, name)
      else if (verbatim.has(member)) fields.set(`${name}${step}`, here)
      else read(here, bare && member !== 'type' ? `${name}/(not in ${wrapper})${step}` : `${name}${step}`)
    }
  }
  read(placed, '')
  return fields
}

function wrapperOf({ type }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof type === 'string' && wrappers.has(type) ? type : undefined
}

/** By what a tool is known on every surface. */
function toolName(tool: unknown): string {
  if (!isRecord(tool)) return ''
  const inner = tool[wrapperOf(tool) ?? '']
  const name = isRecord(inner) ? inner['name'] : (tool['name'] ?? tool['server_label'])
  return JSON.stringify(name ?? tool['type']) ?? ''
}
