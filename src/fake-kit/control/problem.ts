import type { Violation } from '../../contract/contract.ts'
import type { Fault } from '../../contract/fault.ts'
import { nameHint } from '../../contract/suggest.ts'
import type { Problem } from './messages.ts'

export const unknownRoute = (target: string, known: readonly string[]): Problem => ({
  title: `There is no ${target}.`,
  status: 404,
  code: 'E_CONTROL_ROUTE',
  hint: 'GET /openapi.json describes every route.',
  allowed: known,
})

export const unknownMethod = (method: string, path: string, allowed: readonly string[]): Problem => ({
  title: `${path} takes no ${method}.`,
  status: 405,
  code: 'E_CONTROL_METHOD',
  allowed,
})

export const notAcceptable = (accept: string, allowed: readonly string[]): Problem => ({
  title: `Nothing of what "accept: ${accept}" names can be given.`,
  status: 406,
  code: 'E_CONTROL_ACCEPT',
  allowed,
})

export const wrongMediaType = (mediaType: string): Problem => ({
  title: mediaType === '' ? 'The body has no content-type.' : `A body of type ${mediaType} is not taken.`,
  status: 415,
  code: 'E_CONTROL_MEDIA_TYPE',
  allowed: ['application/json'],
})

export const malformedBody = (why: string): Problem => ({
  title: `The body cannot be read: ${why}.`,
  status: 400,
  code: 'E_CONTROL_BODY',
})

export const bodyTooLarge = (limitBytes: number): Problem => ({
  title: `The body is larger than ${limitBytes} bytes.`,
  status: 413,
  code: 'E_CONTROL_BODY',
})

export const unexpectedBody = (): Problem => ({
  title: 'This route takes no body.',
  status: 400,
  code: 'E_CONTROL_BODY',
})

export const unreadableTarget = (target: string): Problem => ({
  title: `${target} is not percent-encoded as a URL has to be.`,
  status: 400,
  code: 'E_CONTROL_PARAMETER',
})

export const repeatedParameter = (name: string): Problem => ({
  title: `The parameter ${name} is given more than once.`,
  status: 400,
  code: 'E_CONTROL_PARAMETER',
})

export const wrongParameters = (violations: readonly Violation[]): Problem => ({
  title: 'The parameters are not what this route takes.',
  status: 400,
  code: 'E_CONTROL_PARAMETER',
  errors: violations.map((violation) => ({ ...errorOf(violation), at: violation.pointer.slice(1) })),
  ...knownNames(violations),
})

export const wrongBody = (violations: readonly Violation[]): Problem => ({
  title: 'The body is not what this route takes.',
  status: 400,
  code: 'E_CONTROL_BODY',
  errors: violations.map(errorOf),
  ...knownNames(violations),
})

/** Something that was asked for by name is not there. */
export const notThere = ({ code, message, hint }: Fault): Problem => ({
  title: message,
  status: 404,
  code,
  ...(hint === undefined ? {} : { hint }),
})

export const ownFault = (message: string): Problem => ({
  title: `The control port itself failed: ${message}`,
  status: 500,
  code: 'E_CONTROL_FAILED',
})

function errorOf({ pointer, message, params }: Violation): { readonly at: string; readonly message: string } {
  const known = namesIn(params['known'])
  const hint = known.length === 0 ? '' : `. ${nameHint(pointer.slice(pointer.lastIndexOf('/') + 1), known)}`
  return { at: pointer, message: message + hint }
}

/** The names that may stand where the first unknown one does. */
function knownNames(violations: readonly Violation[]): { readonly allowed?: readonly string[] } {
  const unknown = violations.find(({ keyword }) => keyword === 'additionalProperties')
  return unknown === undefined ? {} : { allowed: namesIn(unknown.params['known']) }
}

function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
