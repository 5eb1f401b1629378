import { alignUnits } from '../units/align.ts'
import { readChatMessages } from '../units/chat-messages.ts'
import { readResponseItems } from '../units/response-items.ts'
import type { Transform } from './transform.ts'

/** Messages become items of `input`; system messages may become `instructions`. */
export const messagesToItems: Transform = ({ client, upstream }) =>
  alignUnits(readChatMessages(client), readResponseItems(upstream))
