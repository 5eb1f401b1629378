import type { RefusedRequest } from '../fake-kit/control/messages.ts'

/** What a provider has against a request, in two lines at most. */
export function violationText(refused: RefusedRequest): string {
  const { answered, hint, message, pointer, provider = 'a provider', request, rule, status } = refused
  const verb = answered ? 'refused' : 'would refuse'
  const at = pointer === undefined ? '' : ` at ${pointer}`
  return `${provider} ${verb} ${request}${at}: ${status} ${message} [${rule}]${hint === undefined ? '' : `\n  ${hint}`}`
}
