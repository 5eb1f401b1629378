import { isRecord } from '../../../contract/pointer.ts'
import { isBridged } from '../call.ts'
import { withoutField } from '../drop-path.ts'
import { type JsonObject, membersOf } from '../json.ts'
import type { Defect } from './defect.ts'

const bridgeIgnoresDrop: Defect = {
  id: 'bridge-ignores-drop',
  title: 'The drop list of a route has no effect once the request is bridged.',
  sources: ['BerriAI/litellm#11722', 'BerriAI/litellm#20419'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({ ...stages, drop: (call) => (isBridged(call) ? call : stages.drop(call)) }),
}

const bridgeLosesStop: Defect = {
  id: 'bridge-loses-stop',
  title: 'The bridge has no place for stop and says nothing about it.',
  sources: ['BerriAI/litellm#35582'],
  trips: ['account/no-silent-loss'],
  stages: (stages) => ({
    ...stages,
    bridgeRequest: (call) => stages.bridgeRequest({ ...call, body: withoutField(call.body, ['stop']) }),
  }),
}

const dropsByNameEverywhere: Defect = {
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

/** Fields that go missing, or stay, against what the operator and the client were told. */
export const dropParamsDefects: readonly Defect[] = [bridgeIgnoresDrop, bridgeLosesStop, dropsByNameEverywhere]
