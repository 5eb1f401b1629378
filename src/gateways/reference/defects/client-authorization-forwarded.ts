import type { Defect } from './defect.ts'

export const clientAuthorizationForwarded: Defect = {
  id: 'client-authorization-forwarded',
  title: 'The provider is called with the key that the client sent to the gateway.',
  sources: ['BerriAI/litellm#32202', 'langwatch/langwatch#7830'],
  trips: ['header/credential', 'leak/canary-upstream'],
  stages: (stages) => ({
    ...stages,
    address: (call) => {
      const addressed = stages.address(call)
      const { authorization = '' } = call.headers
      return { ...addressed, target: { ...addressed.target, headers: { ...addressed.target.headers, authorization } } }
    },
  }),
}
