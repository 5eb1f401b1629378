import type { Operation, RefusalRule } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { FakeRule } from './definition.ts'
import type { Fake, FakeLevel, Stage } from './fake.ts'
import type { RateLimit } from './rate-limit.ts'
import type { ScopedStandings } from './rate-limiter.ts'
import type { CaseStrictness } from './strictness.ts'

/** One running fake, as somebody sees it who watches over it. */
export interface ServedProvider {
  readonly id: ProviderId
  readonly baseUrl: string
  readonly level: FakeLevel
  readonly operations: readonly Operation[]
  /** What it refuses. */
  readonly rules: readonly (FakeRule | RefusalRule)[]
  /** Rule ids and the reason of each. */
  readonly relaxations: ReadonlyMap<string, string>
  /** Its rate limits; none unless they were set. */
  readonly limits: readonly RateLimit[]
  /** What counts towards them right now. */
  readonly standings: readonly ScopedStandings[]
}

/** Looking after fakes while they run. Changes hold from the next request on. */
export interface Supervision {
  providers(): readonly ServedProvider[]
  /** @throws Fault E_PROVIDER_NOT_SERVED */
  setLevel(provider: string, level: FakeLevel): ServedProvider
  /** These rate limits and no others; nothing counts towards them yet. @throws Fault E_PROVIDER_NOT_SERVED */
  setLimits(provider: string, limits: readonly RateLimit[]): ServedProvider
  /** For every provider that has the rule. @throws Fault E_RULE_UNKNOWN */
  relax(rule: string, reason: string): void
  /** @throws Fault E_RULE_UNKNOWN */
  enforce(rule: string): void
  /** For this case alone, at every provider, instead of the level of each. */
  setCaseLevel(token: string, level: FakeLevel): CaseStrictness
  /** For this case alone, beside what is relaxed for all. @throws Fault E_RULE_UNKNOWN */
  relaxForCase(token: string, rule: string, reason: string): CaseStrictness
}

export function supervise(
  fakes: readonly Fake[],
  { cases, caseStrictness, clock }: Stage,
  baseUrl: (provider: ProviderId) => string,
): Supervision {
  const withRule = (rule: string): readonly Fake[] => {
    const found = fakes.filter(({ rules }) => rules.some(({ id }) => id === rule))
    if (found.length > 0) return found
    const known = fakes.flatMap(({ rules }) => rules.map(({ id }) => id))
    throw new Fault('E_RULE_UNKNOWN', `no provider has the rule ${rule}`, { hint: nameHint(rule, known) })
  }
  const served = (fake: Fake): ServedProvider => ({
    id: fake.provider,
    baseUrl: baseUrl(fake.provider),
    level: fake.strictness.level,
    operations: fake.contract.operations,
    rules: fake.rules,
    relaxations: fake.strictness.relaxations,
    limits: fake.limiter.limits,
    standings: fake.limiter.standings(clock()),
  })
  return {
    providers: () => fakes.map(served),
    setLevel: (provider, level) => {
      const fake = fakeOf(fakes, provider)
      fake.strictness.setLevel(level)
      return served(fake)
    },
    setLimits: (provider, limits) => {
      const fake = fakeOf(fakes, provider)
      fake.limiter.set(limits)
      return served(fake)
    },
    relax: (rule, reason) => {
      for (const { strictness } of withRule(rule)) strictness.relax(rule, reason)
    },
    enforce: (rule) => {
      for (const { strictness } of withRule(rule)) strictness.enforce(rule)
    },
    setCaseLevel: (token, level) => {
      cases.expect(token)
      caseStrictness.setLevel(token, level)
      return caseStrictness.of(token)
    },
    relaxForCase: (token, rule, reason) => {
      withRule(rule)
      cases.expect(token)
      caseStrictness.relax(token, rule, reason)
      return caseStrictness.of(token)
    },
  }
}

/** @throws Fault E_PROVIDER_NOT_SERVED */
export function fakeOf(fakes: readonly Fake[], provider: string): Fake {
  const fake = fakes.find((each) => each.provider === provider)
  if (fake !== undefined) return fake
  throw new Fault('E_PROVIDER_NOT_SERVED', `no fake of ${provider} is running`, {
    hint: `There are fakes of ${fakes.map((each) => each.provider).join(', ')}.`,
  })
}
