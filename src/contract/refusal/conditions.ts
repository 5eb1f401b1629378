import { schemaConditions } from './caller-schema.ts'
import { conversationConditions } from './conversation.ts'
import type { Condition } from './find.ts'
import { itemConditions } from './input-items.ts'

/** Everything that a rule's `find` may name. */
export const conditions: Readonly<Record<string, Condition>> = {
  ...conversationConditions,
  ...itemConditions,
  ...schemaConditions,
}
