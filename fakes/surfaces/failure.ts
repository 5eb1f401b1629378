import type { ErrorReply } from '../../src/fake-kit/reply.ts'
import { scriptedRefusal } from '../../src/fake-kit/scripted-reply.ts'
import type { TurnErrorBody, TurnFailure } from '../../src/fake-kit/turn.ts'

/** Seen in streams: sashabaranov/go-openai#396. */
const failureOfTheProvider: TurnErrorBody = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
}

/** The members of an error, on any surface. */
export interface ErrorMembers {
  readonly type: string | null
  readonly code: string | null
  readonly message: string
  readonly param: string | null
}

export function failureError({ error }: TurnFailure): ErrorMembers {
  const { type = null, code = null, message, param = null } = error ?? failureOfTheProvider
  return { type, code, message, param }
}

/** A failure where there is no stream to tell it in. */
export function failureReply({ status = 500, error }: TurnFailure): ErrorReply {
  return { kind: 'error', refusal: scriptedRefusal(status, error ?? failureOfTheProvider) }
}
