import type { Refusal } from '../../../src/contract/contract.ts'
import type { Call } from '../../../src/fake-kit/reply.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../fields.ts'
import { conversationId } from './response-object.ts'
import type { ResponseStore } from './response-store.ts'
import type { StateRule } from './state-rules.ts'

type Words = Pick<Refusal, 'status' | 'message' | 'hint'> & Partial<Pick<Refusal, 'param' | 'code' | 'pointer'>>

/** What a request may be refused for that depends on earlier requests. In the provider's order. */
export function stateRefusal(fields: Fields, store: ResponseStore, call: Call): Refusal | undefined {
  const found = [
    unknownConversation(fields, call),
    unknownPrompt(fields, call),
    unknownPrevious(fields, store, call),
    unknownItem(fields, store, call),
  ]
  return found.find((each) => each !== undefined && call.enforces(each.rule))
}

export function unknownResponse(call: Call, id: string): Refusal {
  return refusal(call, 'unknown-response', {
    status: 404,
    message: `Response with id '${id}' not found.`,
    hint: 'Only responses that this fake gave, with `store` not false, can be named.',
  })
}

export function notInBackground(call: Call): Refusal {
  return refusal(call, 'not-in-background', {
    status: 400,
    message: 'Cannot cancel a synchronous response.',
    hint: 'Only a response with `background: true` can be cancelled.',
  })
}

function unknownConversation(fields: Fields, call: Call): Refusal | undefined {
  const id = conversationId(fields['conversation'])
  if (id === undefined) return undefined
  return refusal(call, 'unknown-conversation', {
    status: 404,
    message: `Conversation with id '${id}' not found.`,
    pointer: '/conversation',
    hint: 'The fake keeps no conversations.',
  })
}

function unknownPrompt(fields: Fields, call: Call): Refusal | undefined {
  const id = textOf(fieldsOf(fields['prompt'])['id'])
  if (id === '') return undefined
  return refusal(call, 'unknown-prompt', {
    status: 404,
    message: `Prompt with id '${id}' not found.`,
    pointer: '/prompt/id',
    hint: 'The fake keeps no prompts.',
  })
}

function unknownPrevious(fields: Fields, store: ResponseStore, call: Call): Refusal | undefined {
  const id = textOf(fields['previous_response_id'])
  if (id === '' || store.find(id) !== undefined) return undefined
  return refusal(call, 'previous-response-not-found', {
    status: 400,
    message: `Previous response with id '${id}' not found.`,
    param: 'previous_response_id',
    code: 'previous_response_not_found',
    pointer: '/previous_response_id',
    hint: 'Name a response that this fake gave, with `store` not false.',
  })
}

function unknownItem(fields: Fields, store: ResponseStore, call: Call): Refusal | undefined {
  const items = listOf(fields['input']).map(fieldsOf)
  const index = items.findIndex((item) => isReference(item) && !store.hasItem(textOf(item['id'])))
  if (index === -1) return undefined
  const id = textOf(items[index]?.['id'])
  return refusal(call, 'item-not-found', {
    status: 404,
    message: `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
    pointer: `/input/${index}/id`,
    hint: 'Refer to an output item of a response that this fake gave, with `store` not false.',
  })
}

/** A bare id is a reference as well. */
function isReference(item: Fields): boolean {
  return item['type'] === 'item_reference' || (item['type'] === undefined && 'id' in item && !('role' in item))
}

function refusal(call: Call, rule: StateRule, words: Words): Refusal {
  return { rule: `${call.provider}/${rule}`, type: 'invalid_request_error', param: null, code: null, ...words }
}
