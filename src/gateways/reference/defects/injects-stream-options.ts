import { membersOf } from '../json.ts'
import { changingSent, type Defect } from './defect.ts'

export const injectsStreamOptions: Defect = {
  id: 'injects-stream-options',
  title: 'A Responses stream is asked for stream_options.include_usage, which only Chat knows.',
  sources: ['BerriAI/litellm#28553'],
  trips: ['contract/upstream-request'],
  stages: (stages) =>
    changingSent(stages, (sent, call) => {
      if (call.route.surface !== 'responses' || sent['stream'] !== true) return sent
      return { ...sent, stream_options: { ...membersOf(sent['stream_options']), include_usage: true } }
    }),
}
