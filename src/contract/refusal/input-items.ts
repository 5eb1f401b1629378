import { isRecord } from '../pointer.ts'
import { type Condition, type Found, type Indexed, isAbsent, recordsOf } from './find.ts'
import { plainWords } from './value-words.ts'

/** Conditions over the input items of a Responses request, by the name that a rule's `find` gives. */
export const itemConditions: Readonly<Record<string, Condition>> = {
  'orphan-call-output': {
    says: 'a call output names a call that is not in the input, and nothing stored is continued',
    about: ['input'],
    find: (body) =>
      continuesStored(body) ? [] : pairs.flatMap(({ kind, call, output }) => unmatched(body, kind, output, call)),
  },
  'call-without-output': {
    says: 'a call in the input has no output',
    about: ['input'],
    find: (body) => pairs.flatMap(({ kind, call, output }) => unmatched(body, kind, call, output)),
  },
  'reasoning-without-follower': {
    says: 'a reasoning item comes last, or before an item that the model has not made',
    about: ['input'],
    find: (body) => reasoningWithoutFollower(recordsOf(body, 'input')),
  },
}

/** Calls that the caller answers, by the words that the provider has for them. */
const pairs = [
  { kind: 'function', call: 'function_call', output: 'function_call_output' },
  { kind: 'custom tool', call: 'custom_tool_call', output: 'custom_tool_call_output' },
] as const

/** The call may stand in what the provider has stored. */
function continuesStored(body: unknown): boolean {
  return isRecord(body) && !(isAbsent(body['previous_response_id']) && isAbsent(body['conversation']))
}

function unmatched(body: unknown, kind: string, these: string, those: string): Found[] {
  const items = recordsOf(body, 'input')
  const partners = new Set(
    items.filter(({ record }) => record['type'] === those).map(({ record }) => record['call_id']),
  )
  return items
    .filter(({ record }) => record['type'] === these && !partners.has(record['call_id']))
    .map(({ index, record }) => ({ pointer: `/input/${index}`, name: plainWords(record['call_id']), kind }))
}

/** Several reasoning items may share the item that follows the last of them. */
function reasoningWithoutFollower(items: readonly Indexed[]): Found[] {
  return items.flatMap(({ index, record }, position) => {
    const next = items[position + 1]
    if (record['type'] !== 'reasoning' || (next !== undefined && isMadeByModel(next.record))) return []
    return [{ pointer: `/input/${index}`, name: plainWords(record['id']) }]
  })
}

const instructingRoles: ReadonlySet<unknown> = new Set(['user', 'system', 'developer'])

function isMadeByModel({ type, role }: Indexed['record']): boolean {
  return !instructingRoles.has(role) && !(typeof type === 'string' && type.endsWith('_output'))
}
