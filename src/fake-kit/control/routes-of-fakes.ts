import type { FakeLevel } from '../fake.ts'
import type { RunningFakes } from '../fakes.ts'
import type { ServedProvider } from '../supervision.ts'
import { servedProvider } from './journal-page.ts'
import type { LimitsRequest, LimitsStatus, ProviderStatus, RuleStatus } from './messages.ts'
import { answering, askingNothing, type ControlRoute, json, route } from './route.ts'
import { parameters } from './schemas.ts'
import { message, parametersShape } from './shape.ts'

interface Named {
  readonly id: string
}

export const listProviders: ControlRoute = route({
  ...askingNothing,
  id: 'listProviders',
  method: 'GET',
  path: '/providers',
  summary: 'Every fake: where it is served, how strict it is, what it can do.',
  replies: answering('All providers.', 'Providers'),
  handle: (_, { fakes }) => json({ providers: fakes.providers().map(providerStatus) }),
})

export const setLevel: ControlRoute = route({
  ...askingNothing,
  id: 'setLevel',
  method: 'PUT',
  path: '/providers/{id}/level',
  summary: 'How strict a fake is from the next request on.',
  params: parametersShape<Named>(parameters.provider),
  body: message<{ readonly level: FakeLevel }>('Level'),
  replies: answering('The provider as it is now.', 'Provider'),
  handle: ({ params, body }, { fakes }) => json(providerStatus(fakes.setLevel(params.id, body.level))),
})

export const readLimits: ControlRoute = route({
  ...askingNothing,
  id: 'readLimits',
  method: 'GET',
  path: '/providers/{id}/limits',
  summary: 'The rate limits of a provider, and what counts towards them.',
  params: parametersShape<Named>(parameters.provider),
  replies: answering('As they stand.', 'LimitsStatus'),
  handle: ({ params: { id } }, { fakes }) => json(limitsStatus(servedProvider(id, fakes))),
})

export const setLimits: ControlRoute = route({
  ...askingNothing,
  id: 'setLimits',
  method: 'PUT',
  path: '/providers/{id}/limits',
  summary: 'Which rate limits a provider has from the next request on. Nothing counts towards them yet.',
  params: parametersShape<Named>(parameters.provider),
  body: message<LimitsRequest>('Limits'),
  replies: answering('As they stand.', 'LimitsStatus'),
  handle: ({ params: { id }, body: { limits } }, { fakes }) => json(limitsStatus(fakes.setLimits(id, limits))),
})

export const listRules: ControlRoute = route({
  ...askingNothing,
  id: 'listRules',
  method: 'GET',
  path: '/rules',
  summary: 'By which rules requests are refused, how that is known, and which of them are relaxed.',
  query: parametersShape<{ readonly provider?: string }>(parameters.ofProvider),
  replies: answering('All rules, or those of one provider.', 'Rules'),
  handle: ({ query: { provider } }, { fakes }) => {
    if (provider !== undefined) servedProvider(provider, fakes)
    return json({ rules: rulesOf(fakes).filter((rule) => provider === undefined || rule.provider === provider) })
  },
})

export const relaxRule: ControlRoute = route({
  ...askingNothing,
  id: 'relaxRule',
  method: 'POST',
  path: '/rules/{id}/relax',
  summary: 'Lets pass what a rule would refuse, for a reason, from the next request on.',
  params: parametersShape<Named>(parameters.rule),
  body: message<{ readonly reason: string }>('Relaxation'),
  replies: answering('The rule, for each provider that has it.', 'Rules'),
  handle: ({ params: { id }, body }, { fakes }) => {
    fakes.relax(id, body.reason)
    return json({ rules: rulesOf(fakes).filter((rule) => rule.id === id) })
  },
})

export const enforceRule: ControlRoute = route({
  ...askingNothing,
  id: 'enforceRule',
  method: 'DELETE',
  path: '/rules/{id}/relax',
  summary: 'Puts a relaxed rule into force again.',
  params: parametersShape<Named>(parameters.rule),
  replies: answering('The rule, for each provider that has it.', 'Rules'),
  handle: ({ params: { id } }, { fakes }) => {
    fakes.enforce(id)
    return json({ rules: rulesOf(fakes).filter((rule) => rule.id === id) })
  },
})

function providerStatus({ id, baseUrl, level, operations, relaxations }: ServedProvider): ProviderStatus {
  return {
    id,
    baseUrl,
    level,
    operations: operations.map(({ id: operation, method, path, surface }) => ({
      id: operation,
      method,
      path,
      ...(surface === undefined ? {} : { surface }),
    })),
    relaxed: [...relaxations].map(([rule, reason]) => ({ rule, reason })),
  }
}

function limitsStatus({ limits, standings }: ServedProvider): LimitsStatus {
  return {
    limits,
    standings: standings.flatMap(({ scope: { token, model }, standings: each }) =>
      each.map((standing) => ({
        ...(token === undefined ? {} : { case: token }),
        ...(model === undefined ? {} : { model }),
        ...standing,
      })),
    ),
  }
}

function rulesOf(fakes: RunningFakes): readonly RuleStatus[] {
  return fakes.providers().flatMap((provider) =>
    provider.rules.map(({ id, title, evidence }) => {
      const relaxed = provider.relaxations.get(id)
      return { id, provider: provider.id, title, evidence, ...(relaxed === undefined ? {} : { relaxed }) }
    }),
  )
}
