import { isRecord, type Pointer, valueAt } from '../../contract/pointer.ts'
import { leavesOf, sameJson } from '../leaves.ts'
import { lookUp } from '../look-up.ts'
import type { Pair } from '../pair.ts'
import { pairLeaves } from './same.ts'
import type { Transform } from './transform.ts'

/** `{type: 'function', function: {name, …}}` becomes `{type: 'function', name, …}`; tools are followed by name. */
export const unwrapTools: Transform = ({ client, upstream, from, to }) => {
  const sent = valueAt(client, from)
  const arrived = valueAt(upstream, to)
  if (!Array.isArray(sent) || !Array.isArray(arrived)) return []
  const taken = new Set<number>()
  return sent.flatMap((tool: unknown, index) => {
    const partner = arrived.findIndex(
      (candidate: unknown, at) => !taken.has(at) && toolName(candidate) === toolName(tool),
    )
    if (partner === -1) return []
    taken.add(partner)
    return unwrapped(client, `${from}/${index}`, upstream, `${to}/${partner}`)
  })
}

/** `{type: 'function', function: {name}}` becomes `{type: 'function', name}`; words stay as they are. */
export const unwrapChoice: Transform = ({ client, upstream, from, to }) => unwrapped(client, from, upstream, to)

/** `{type: 'json_schema', json_schema: {name, schema, …}}` becomes `{type: 'json_schema', name, schema, …}`. */
export const unwrapJsonSchema: Transform = ({ client, upstream, from, to }) => unwrapped(client, from, upstream, to)

/** The member that wraps what the other surface holds flat is named by the type. */
const wrapperOf: Readonly<Record<string, string>> = {
  function: 'function',
  custom: 'custom',
  allowed_tools: 'allowed_tools',
  json_schema: 'json_schema',
}

function unwrapped(client: unknown, from: Pointer, upstream: unknown, to: Pointer): Pair[] {
  const sent = valueAt(client, from)
  if (!isRecord(sent)) return pairLeaves(client, from, upstream, to)
  const wrapper = lookUp(wrapperOf, sent['type'])
  return Object.keys(sent).flatMap((member) =>
    member === wrapper
      ? pairMembers(client, `${from}/${member}`, upstream, to)
      : pairLeaves(client, `${from}/${member}`, upstream, `${to}/${member}`),
  )
}

/** Members keep their names; what they hold may be wrapped again (`allowed_tools.tools[].function`, a custom tool's grammar). */
function pairMembers(client: unknown, from: Pointer, upstream: unknown, to: Pointer): Pair[] {
  const inner = valueAt(client, from)
  if (!isRecord(inner)) return []
  return Object.keys(inner).flatMap((member) => {
    const here = `${from}/${member}`
    const there = `${to}/${member}`
    if (member === 'tools') return unwrapTools({ client, upstream, from: here, to: there, routeModel: '' })
    if (member === 'format') return unwrapGrammar(client, here, upstream, there)
    return pairLeaves(client, here, upstream, there)
  })
}

/** A custom tool's `{type: 'grammar', grammar: {syntax, definition}}` is flat on Responses. */
function unwrapGrammar(client: unknown, from: Pointer, upstream: unknown, to: Pointer): Pair[] {
  const grammar = valueAt(client, `${from}/grammar`)
  if (grammar === undefined) return pairLeaves(client, from, upstream, to)
  return [
    ...pairLeaves(client, `${from}/type`, upstream, `${to}/type`),
    ...leavesOf(grammar).flatMap((leaf): Pair[] => {
      const there = valueAt(upstream, `${to}${leaf.pointer}`)
      if (there === undefined) return []
      const client = [`${from}/grammar${leaf.pointer}`]
      return [{ client, upstream: [`${to}${leaf.pointer}`], same: sameJson(leaf.value, there) }]
    }),
  ]
}

function toolName(tool: unknown): unknown {
  if (!isRecord(tool)) return undefined
  const inner = tool[lookUp(wrapperOf, tool['type']) ?? '']
  return isRecord(inner) ? inner['name'] : tool['name']
}
