import type { Defect } from './defect.ts'

/** The route works all the same: the gateway's own credential goes with it. */
const clientAuthorizationForwarded: Defect = {
  id: 'client-authorization-forwarded',
  title: 'The key that the client sent to the gateway is relayed to the provider.',
  sources: ['BerriAI/litellm#32202', 'langwatch/langwatch#7830'],
  trips: ['header/credential', 'leak/canary-upstream'],
  stages: (stages) => ({
    ...stages,
    address: (call) => {
      const { target, ...translated } = stages.address(call)
      const { authorization = '' } = call.headers
      const headers = {
        ...target.headers,
        authorization: [target.headers['authorization'] ?? '', authorization].flat(),
      }
      return { ...translated, target: { ...target, headers } }
    },
  }),
}

/** What goes upstream and back in headers. */
export const headersDefects: readonly Defect[] = [clientAuthorizationForwarded]
