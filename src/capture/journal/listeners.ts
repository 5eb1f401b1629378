/** Those who want to be told. */
export interface Listeners<Args extends readonly unknown[]> {
  /** @returns ends it */
  add(listener: (...args: Args) => void): () => void
  tell(...args: Args): void
  /** Nobody does, and nothing need be made to be told. */
  readonly isEmpty: boolean
}

export function createListeners<Args extends readonly unknown[]>(): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>()
  return {
    add: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    tell: (...args) => {
      for (const listener of listeners) listener(...args)
    },
    get isEmpty() {
      return listeners.size === 0
    },
  }
}
