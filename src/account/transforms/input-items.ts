import { valueAt } from '../../contract/pointer.ts'
import { conversation } from './conversation.ts'
import { same } from './same.ts'
import type { Transform } from './transform.ts'

/** A list of items arrives as it is; a text may become a list of one message. */
export const inputItems: Transform = (input) => {
  const isText = (body: unknown) => typeof valueAt(body, input.from) === 'string'
  return isText(input.client) === isText(input.upstream) ? same(input) : conversation(input)
}
