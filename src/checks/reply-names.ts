import { shownValue } from '../account/leaves.ts'
import { parsedJson } from '../capture/body.ts'
import { isRecord } from '../contract/pointer.ts'
import { type Answer, contentCheck } from './answered.ts'
import type { Check } from './check.ts'

/** The alias is what the client asked for; the provider's name tells which of its models answered. Both are of use. */
export const replyModel: Check = contentCheck({
  id: 'reply/model',
  title: 'A reply names one model: the one that the client asked for, or the one that the provider says answered',
  severity: 'medium',
  concerns: ({ view }) => view.models.length > 0,
  differs: ({ view, client, said }, { targets }) => {
    if (view.models.length > 1) return `the reply names ${view.models.length} models: ${view.models.join(', ')}`
    const [model = ''] = view.models
    const right = [askedModel(client), ...targets.map((target) => target.model), ...(said?.view.models ?? [])]
    return right.includes(model) ? undefined : `the reply names the model ${model}, which nobody else calls so`
  },
})

function askedModel({ request }: Answer['client']): unknown {
  const body = parsedJson(request.body)
  return isRecord(body) ? body['model'] : undefined
}

/** The next turn refers to calls by their ids, and a provider that keeps the conversation knows only its own. */
export const replyCallIds: Check = contentCheck({
  id: 'reply/call-ids',
  title: 'Every tool call keeps the id that the provider gave it',
  concerns: ({ said }) => said?.view.toolCalls.some(({ id }) => id !== '') ?? false,
  differs: ({ view, said }) => {
    const wanted = (said?.view.toolCalls ?? []).map(({ id }) => id)
    const got = view.toolCalls.map(({ id }) => id)
    // Of calls too few or too many speaks `reply/tool-calls`.
    if (got.length !== wanted.length || wanted.every((id, index) => id === '' || id === got[index])) return undefined
    return `the ids of the calls are ${shownValue(got)}, the provider gave ${shownValue(wanted)}`
  },
})
