import type { DocumentedFate } from '../adapter.ts'

/** What LiteLLM does to the ids of responses, in its proxy and in its library. */
export const wrappedIds: DocumentedFate = {
  field: '/previous_response_id',
  kind: 'alteration',
  surfaces: { client: 'responses', upstream: 'responses' },
  reason:
    "clients get the provider's id wrapped together with the deployment that answered; on the way back it is unwrapped",
  link: 'https://docs.litellm.ai/docs/response_api',
}
