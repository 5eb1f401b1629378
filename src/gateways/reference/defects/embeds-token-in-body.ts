import { changingSent, type Defect } from './defect.ts'

export const embedsTokenInBody: Defect = {
  id: 'embeds-token-in-body',
  title: 'The body repeats the headers of the call, and with them the token of the gateway.',
  sources: ['anomalyco/opencode#40344'],
  trips: ['leak/canary-upstream', 'account/no-unaccounted-field'],
  stages: (stages) =>
    changingSent(stages, (sent, { headers: { authorization } }) => ({ ...sent, headers: { authorization } })),
}
