import { isRecord } from '../../../contract/pointer.ts'
import { isBridged, type RoutedCall } from '../call.ts'
import { type DropPath, withoutField } from '../drop-path.ts'
import { type JsonObject, membersOf } from '../json.ts'
import type { Stages } from '../pipeline.ts'
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

const bareNamesIgnored: Defect = {
  id: 'bare-names-ignored',
  title: 'For all providers but one the drop list is read for paths alone, and a plain name has no effect.',
  sources: ['BerriAI/litellm#18672', 'BerriAI/litellm#25931'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({
    ...stages,
    drop: (call) => (call.route.provider === 'openai' ? stages.drop(call) : dropping(stages, call, isDeep)),
  }),
}

const messagePathsIgnored: Defect = {
  id: 'message-paths-ignored',
  title: 'A path into messages has no effect: they are no parameter to the gateway.',
  sources: ['BerriAI/litellm#16729', 'BerriAI/litellm#6088'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({
    ...stages,
    drop: (call) => dropping(stages, call, ([first]) => first !== 'messages' && first !== 'input'),
  }),
}

const reasoningOutlivesDrop: Defect = {
  id: 'reasoning-outlives-drop',
  title: 'Reasoning settings go on to a model that has none, whatever the drop list says.',
  sources: ['BerriAI/litellm#38842'],
  trips: ['account/drop-honoured', 'contract/upstream-request'],
  stages: (stages) => ({
    ...stages,
    drop: (call) => dropping(stages, call, ([first]) => first !== 'reasoning' && first !== 'reasoning_effort'),
  }),
}

const responsesIgnoreDrop: Defect = {
  id: 'responses-ignore-drop',
  title: 'The drop list is not read for clients of Responses.',
  sources: ['BerriAI/litellm#16090'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({ ...stages, drop: (call) => (call.surface === 'responses' ? call : stages.drop(call)) }),
}

const defaultsOutliveDrop: Defect = {
  id: 'defaults-outlive-drop',
  title: 'What the route sets by itself is sent although its drop list names it.',
  sources: ['BerriAI/litellm#8199'],
  trips: ['account/drop-honoured'],
  stages: (stages) => ({ ...stages, drop: (call) => stages.fillIn(stages.drop(call)) }),
}

/** Drops only what these paths of the list name. */
function dropping(stages: Stages, call: RoutedCall, isRead: (path: DropPath) => boolean): RoutedCall {
  const { route } = call
  const dropped = stages.drop({ ...call, route: { ...route, dropPaths: route.dropPaths.filter(isRead) } })
  return { ...dropped, route }
}

function isDeep(path: DropPath): boolean {
  return path.length > 1
}

/** Fields that go missing, or stay, against what the operator and the client were told. */
export const dropParamsDefects: readonly Defect[] = [
  bridgeIgnoresDrop,
  bridgeLosesStop,
  dropsByNameEverywhere,
  bareNamesIgnored,
  messagePathsIgnored,
  reasoningOutlivesDrop,
  responsesIgnoreDrop,
  defaultsOutliveDrop,
]
