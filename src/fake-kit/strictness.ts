import type { Leniency } from '../capture/exchange.ts'
import type { FakeLevel } from './fake.ts'

/** How strict a fake is right now. Read anew for each request, so that a change takes effect with the next one. */
export interface Strictness {
  readonly level: FakeLevel
  /** Ids of rules that do not refuse. */
  readonly relaxed: ReadonlySet<string>
  /** The same with the reason of each. */
  readonly relaxations: ReadonlyMap<string, string>
  setLevel(level: FakeLevel): void
  relax(rule: string, reason: string): void
  /** The opposite of relaxing. */
  enforce(rule: string): void
}

export function createStrictness(startLevel: FakeLevel, relaxedAtStart: ReadonlySet<string>): Strictness {
  const relaxed = new Set(relaxedAtStart)
  const relaxations = new Map([...relaxed].map((rule) => [rule, 'relaxed when the fake was started']))
  let level = startLevel
  return {
    get level() {
      return level
    },
    relaxed,
    relaxations,
    setLevel: (next) => {
      level = next
    },
    relax: (rule, reason) => {
      relaxed.add(rule)
      relaxations.set(rule, reason)
    },
    enforce: (rule) => {
      relaxed.delete(rule)
      relaxations.delete(rule)
    },
  }
}

/** What holds for one case instead of what holds for its providers, or beside it. */
export interface CaseStrictness {
  /** That of the provider when absent. */
  readonly level: FakeLevel | undefined
  /** Rule ids and the reason of each; the provider's own are relaxed, too. */
  readonly relaxations: ReadonlyMap<string, string>
}

/** By token. */
export interface CaseStrictnesses {
  of(token: string): CaseStrictness
  setLevel(token: string, level: FakeLevel): void
  relax(token: string, rule: string, reason: string): void
}

const nothingOfItsOwn: CaseStrictness = { level: undefined, relaxations: new Map() }

export function createCaseStrictnesses(): CaseStrictnesses {
  const cases = new Map<string, CaseStrictness>()
  const of = (token: string) => cases.get(token) ?? nothingOfItsOwn
  return {
    of,
    setLevel: (token, level) => {
      cases.set(token, { ...of(token), level })
    },
    relax: (token, rule, reason) => {
      const own = of(token)
      cases.set(token, { ...own, relaxations: new Map(own.relaxations).set(rule, reason) })
    },
  }
}

/** How strict a fake is with one request. */
export interface RequestStrictness {
  readonly level: FakeLevel
  readonly relaxed: ReadonlySet<string>
  /** For the journal; `undefined` when it is as strict as the provider. */
  readonly leniency: Leniency | undefined
}

export function strictnessOfRequest(provider: Strictness, own: CaseStrictness = nothingOfItsOwn): RequestStrictness {
  const level = own.level ?? provider.level
  if (provider.relaxations.size === 0 && own.relaxations.size === 0) {
    const leniency = level === 'real' ? undefined : { level, relaxed: [] }
    return { level, relaxed: provider.relaxed, leniency }
  }
  const relaxations = new Map([...provider.relaxations, ...own.relaxations])
  const relaxed = [...relaxations].map(([rule, reason]) => ({ rule, reason }))
  return { level, relaxed: new Set(relaxations.keys()), leniency: { level, relaxed } }
}
