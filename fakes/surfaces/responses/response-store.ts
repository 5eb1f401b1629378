import type { Fields } from '../fields.ts'

export interface StoredResponse {
  readonly response: object
  /** The body that asked for it. */
  readonly request: Fields
}

/** The responses that a provider keeps, as far as later requests may name them. */
export interface ResponseStore {
  keep(id: string, stored: StoredResponse, itemIds: readonly string[]): void
  find(id: string): StoredResponse | undefined
  /** @returns whether there was one */
  remove(id: string): boolean
  /** An output item of a kept response. */
  hasItem(id: string): boolean
}

interface Shelf extends StoredResponse {
  readonly itemIds: readonly string[]
}

const maximumResponses = 1000

/** Keeps the newest thousand. */
export function createResponseStore(): ResponseStore {
  const responses = new Map<string, Shelf>()
  const items = new Set<string>()
  const remove = (id: string) => {
    for (const itemId of responses.get(id)?.itemIds ?? []) items.delete(itemId)
    return responses.delete(id)
  }
  return {
    keep: (id, stored, itemIds) => {
      responses.set(id, { ...stored, itemIds })
      for (const itemId of itemIds) items.add(itemId)
      const [oldest] = responses.keys()
      if (responses.size > maximumResponses && oldest !== undefined) remove(oldest)
    },
    find: (id) => responses.get(id),
    remove,
    hasItem: (id) => items.has(id),
  }
}
