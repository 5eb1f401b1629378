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
