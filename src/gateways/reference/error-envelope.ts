import { isRecord } from '../../contract/pointer.ts'
import { type JsonObject, membersOf, parseJson, textOf } from './json.ts'
import type { ErrorObject } from './refusal.ts'

/**
 * An error in the envelope that OpenAI's clients read: some providers have the words and not the envelope. `undefined` where
 * it is there already, or the text is no JSON object.
 */
export function inEnvelope(text: string, status: number): string | undefined {
  const body = parsedObject(text)
  if (body === undefined || isRecord(body['error'])) return undefined
  const { detail, message } = body
  const code = membersOf(detail)['code']
  const words = [detail, message, code].find((each) => typeof each === 'string')
  const type = status < 500 ? 'invalid_request_error' : 'api_error'
  const error: ErrorObject = {
    message: textOf(words) || `The provider answered with status ${status}.`,
    type,
    param: null,
    code: typeof code === 'string' ? code : null,
  }
  return JSON.stringify({ error })
}

function parsedObject(text: string): JsonObject | undefined {
  try {
    const body = parseJson(text)
    return isRecord(body) ? body : undefined
  } catch {
    return undefined
  }
}
