import { asRecord, asText, type Json } from '../../capture/reply-view/content.ts'
import type { GrammarFault } from './grammar.ts'

interface Life {
  readonly id: string
  readonly openParts: Set<unknown>
  isDone: boolean
}

/** What has been seen of a stream's items so far, by `output_index`. */
interface Walk {
  readonly items: Map<unknown, Life>
  readonly faults: Map<string, GrammarFault>
}

/** An item is added, says what it says, and is done; so is each of its parts. */
export function itemLife(data: readonly Json[]): readonly GrammarFault[] {
  const walk: Walk = { items: new Map(), faults: new Map() }
  for (const event of data) {
    const type = asText(event['type'])
    if (event['output_index'] === undefined) continue
    if (type === 'response.output_item.added') add(walk, event)
    else if (type === 'response.output_item.done') finish(walk, event)
    else goOn(walk, event, type)
  }
  for (const [index, { isDone }] of walk.items) {
    if (!isDone) tell(walk, 'item-done', `item ${String(index)} is added and never done`)
  }
  return [...walk.faults.values()]
}

function tell({ faults }: Walk, rule: string, message: string): void {
  if (!faults.has(rule)) faults.set(rule, { rule, message })
}

function add(walk: Walk, event: Json): void {
  const index = event['output_index']
  if (walk.items.has(index)) tell(walk, 'item-once', `item ${String(index)} is added twice`)
  if (index !== walk.items.size) {
    tell(walk, 'item-index', `item ${walk.items.size} has the output_index ${String(index)}`)
  }
  walk.items.set(index, { id: asText(asRecord(event['item'])['id']), openParts: new Set(), isDone: false })
}

function finish(walk: Walk, event: Json): void {
  const index = event['output_index']
  const life = walk.items.get(index)
  if (life === undefined) {
    tell(walk, 'item-added', `item ${String(index)} is done and was never added`)
    return
  }
  if (life.isDone) tell(walk, 'item-done-once', `item ${String(index)} is done twice`)
  if (life.openParts.size > 0) tell(walk, 'part-done', `item ${String(index)} is done before its parts are`)
  const id = asText(asRecord(event['item'])['id'])
  if (id !== life.id) tell(walk, 'item-id', `item ${String(index)} is added as ${life.id} and done as ${id}`)
  life.isDone = true
}

function goOn(walk: Walk, event: Json, type: string): void {
  const index = event['output_index']
  const life = walk.items.get(index)
  if (life === undefined) {
    tell(walk, 'item-added', `${type} speaks of item ${String(index)} before it is added`)
    return
  }
  if (life.isDone) tell(walk, 'item-over', `${type} speaks of item ${String(index)} after it is done`)
  const id = event['item_id']
  if (id !== undefined && id !== life.id) {
    tell(walk, 'item-id', `${type} speaks of item ${String(index)} as ${String(id)}, it was added as ${life.id}`)
  }
  parts(walk, event, type, life)
}

const partRule = /^response\.(?:content_part\.(added|done)|(?:output_text|refusal)\.(?:delta|done))$/

/** Texts and refusals of a message stand in parts; the other kinds of items say it of themselves. */
function parts(walk: Walk, event: Json, type: string, life: Life): void {
  const rule = partRule.exec(type)
  if (rule === null) return
  const at = event['content_index']
  if (rule[1] === 'added') life.openParts.add(at)
  else if (!life.openParts.has(at)) tell(walk, 'part-added', `${type} speaks of part ${String(at)}, which is not open`)
  if (rule[1] === 'done') life.openParts.delete(at)
}
