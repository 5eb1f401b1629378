import { isRecord, type Pointer } from '../contract/pointer.ts'
import { leavesOf } from './leaves.ts'

/** The client's body with what the operator's route adds to it. */
export interface Completed {
  readonly body: unknown
  /** Leaves that the client did not send. */
  readonly added: ReadonlySet<Pointer>
}

/** Fills in, member by member and at every depth, where the client sent nothing; null is nothing. */
export function withDefaults(client: unknown, defaults: Readonly<Record<string, unknown>>): Completed {
  if (!isRecord(client) || Object.keys(defaults).length === 0) return { body: client, added: new Set() }
  const body = filled(client, defaults)
  const sent = new Map(leavesOf(client).map((leaf) => [leaf.pointer, leaf.value]))
  const added = leavesOf(body).filter(({ pointer }) => (sent.get(pointer) ?? null) === null)
  return {
    body,
    added: new Set(added.filter(({ value }) => value !== null).map(({ pointer }) => pointer)),
  }
}

function filled(
  client: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const additions = Object.entries(defaults).map(([name, value]): [string, unknown] => {
    const sent = Object.hasOwn(client, name) ? client[name] : undefined
    if (isRecord(sent) && isRecord(value)) return [name, filled(sent, value)]
    return [name, sent ?? value]
  })
  return { ...client, ...Object.fromEntries(additions) }
}
