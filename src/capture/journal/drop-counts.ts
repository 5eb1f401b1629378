/** What was taken out to stay within the byte budget. */
export interface Dropped {
  readonly exchanges: number
  readonly bytes: number
}

/** In all, and for each token that ever lost something. */
export interface DropCounts {
  add(token: string | undefined, bytes: number): void
  of(token: string): Dropped
  inAll(): Dropped
  forget(token: string): void
}

const none: Dropped = { exchanges: 0, bytes: 0 }

export function createDropCounts(): DropCounts {
  const byToken = new Map<string, Dropped>()
  let inAll = none
  return {
    add: (token, bytes) => {
      inAll = more(inAll, bytes)
      if (token !== undefined) byToken.set(token, more(byToken.get(token) ?? none, bytes))
    },
    of: (token) => byToken.get(token) ?? none,
    inAll: () => inAll,
    forget: (token) => {
      byToken.delete(token)
    },
  }
}

function more({ exchanges, bytes }: Dropped, added: number): Dropped {
  return { exchanges: exchanges + 1, bytes: bytes + added }
}
