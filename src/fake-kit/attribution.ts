import type { Attribution } from '../capture/exchange.ts'
import type { ProviderId } from '../contract/surface.ts'

/** `allowed`: only keys that were minted for the run. `any`: every key that is not empty, for a fake that serves arbitrary clients. */
export type KeyPolicy = 'allowed' | 'any'

export interface Attributed {
  readonly token: string | undefined
  readonly attribution: Attribution
  /** The provider's own path, without the case's token segment and without query. */
  readonly path: string
}

/** Which requests belong to which case, and which keys may be used. */
export interface CaseRegistry {
  /** From now on `/~<token>/` in a path names this case. */
  expect(token: string): void
  /** Whether `/~<token>/` in a path names a case. */
  knows(token: string): boolean
  allowKey(provider: ProviderId, key: string, token?: string): void
  attribute(provider: ProviderId, target: string, key: string | undefined): Attributed
  /** A key that was minted for cases is accepted from those alone. */
  accepts(provider: ProviderId, key: string, token: string | undefined): boolean
}

export function createCaseRegistry(policy: KeyPolicy): CaseRegistry {
  const tokens = new Set<string>()
  /** The cases of each key; none means that it may be used by all. */
  const keys = new Map<string, Set<string>>()
  const knows = (token: string) => policy === 'any' || tokens.has(token)
  const casesOf = (provider: ProviderId, key: string) => keys.get(`${provider} ${key}`)

  return {
    expect: (token) => {
      tokens.add(token)
    },
    knows,
    allowKey: (provider, key, token) => {
      const cases = casesOf(provider, key) ?? new Set()
      keys.set(`${provider} ${key}`, cases)
      if (token === undefined) return
      tokens.add(token)
      cases.add(token)
    },
    attribute: (provider, target, key) => {
      const { token, path } = splitTarget(target)
      if (token !== undefined && knows(token)) return { token, attribution: 'path', path }
      const cases = key === undefined ? undefined : casesOf(provider, key)
      const [owner] = cases ?? []
      return owner !== undefined && cases?.size === 1
        ? { token: owner, attribution: 'key', path }
        : { token: undefined, attribution: 'none', path }
    },
    accepts: (provider, key, token) => {
      const cases = casesOf(provider, key)
      if (cases === undefined) return policy === 'any' && key !== ''
      return token === undefined || cases.size === 0 || cases.has(token)
    },
  }
}

/** `/~t1/v1/models?limit=2` is the path `/v1/models` of the case `t1`. */
function splitTarget(target: string): { readonly token: string | undefined; readonly path: string } {
  const query = target.indexOf('?')
  const path = query === -1 ? target : target.slice(0, query)
  if (!path.startsWith('/~')) return { token: undefined, path }
  const end = path.indexOf('/', 2)
  return end === -1 ? { token: path.slice(2), path: '/' } : { token: path.slice(2, end), path: path.slice(end) }
}
