import { isRecord } from '../../../contract/pointer.ts'
import { type JsonObject, membersOf } from '../json.ts'
import type { Defect } from './defect.ts'

export const dropsByNameEverywhere: Defect = {
  id: 'drops-by-name-everywhere',
  title: 'A name in the drop list is erased at every depth, also inside messages and tool schemas.',
  sources: ['BerriAI/litellm#37479', 'BerriAI/litellm#37624'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({
    ...stages,
    drop: (call) => {
      const dropped = stages.drop(call)
      return { ...dropped, body: membersOf(without(dropped.body, new Set(call.route.drop))) }
    },
  }),
}

function without(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => without(element, names))
  if (!isRecord(value)) return value
  const kept: JsonObject = {}
  for (const [name, member] of Object.entries(value)) if (!names.has(name)) kept[name] = without(member, names)
  return kept
}
