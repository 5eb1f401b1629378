import type { Leniency, Relaxation } from '../capture/exchange.ts'
import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { FilledScenario } from './cells.ts'
import type { PlannedCase } from './planned.ts'
import { targetsOf, waysOf } from './targets.ts'

/** Ids of the rules by which a provider's fake refuses, its contract's and its own. */
export type RulesOf = (provider: ProviderId) => readonly string[]

/** Those of fakes that run; none of a provider that is not served. */
export function rulesOf(fakes: RunningFakes): RulesOf {
  const rules = new Map(fakes.providers().map((provider) => [provider.id, provider.rules.map(({ id }) => id)]))
  return (provider) => rules.get(provider) ?? []
}

/** The same of those that have words of their own, which a script may have said. */
export function sayableRulesOf(fakes: RunningFakes): RulesOf {
  const rules = new Map(
    fakes.providers().map((provider) => {
      const sayable = provider.rules.filter((rule) => 'examples' in rule || rule.words !== undefined)
      return [provider.id, sayable.map(({ id }) => id)]
    }),
  )
  return (provider) => rules.get(provider) ?? []
}

/**
 * What a case does not hold the gateway to. Of a scenario for several providers each case relaxes what its own have.
 * @param all of every provider
 * @throws Fault E_SCENARIO_RULE for a rule that no provider has
 */
export function leniencyOf(
  { provider: { level = 'real', relax = [] }, scenario }: FilledScenario,
  own: readonly string[],
  all: readonly string[],
): Leniency {
  for (const [index, { rule }] of relax.entries()) {
    if (all.includes(rule)) continue
    throw new Fault('E_SCENARIO_RULE', `no provider has a rule ${rule} to relax`, {
      place: scenario.yaml.place(['provider', 'relax', index, 'rule']),
      hint: nameHint(rule, all),
    })
  }
  return { level, relaxed: relax.filter(({ rule }) => own.includes(rule)).map(trimmed) }
}

/** A reason may stand on several lines of a file. */
function trimmed({ rule, reason }: Relaxation): Relaxation {
  return { rule, reason: reason.trim() }
}

/** Tells the fakes; before the first request of the case. */
export function relaxFakes(planned: PlannedCase, fakes: RunningFakes): void {
  const { level, relaxed } = planned.leniency
  for (const { token } of waysOf(planned).flatMap(targetsOf)) {
    if (level !== 'real') fakes.setCaseLevel(token, level)
    for (const { rule, reason } of relaxed) fakes.relaxForCase(token, rule, reason)
  }
}
