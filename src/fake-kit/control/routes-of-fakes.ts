import type { FakeLevel } from '../fake.ts'
import type { RunningFakes } from '../fakes.ts'
import type { ServedProvider } from '../supervision.ts'
import { checkProvider } from './journal-page.ts'
import type { ProviderStatus, RuleStatus } from './messages.ts'
import { type ControlRoute, json, noBody, noParameters, route } from './route.ts'
import { parameters } from './schemas.ts'
import { message, parametersShape } from './shape.ts'

interface Named {
  readonly id: string
}

export const listProviders: ControlRoute = route({
  id: 'listProviders',
  method: 'GET',
  path: '/providers',
  summary: 'Every fake: where it is served, how strict it is, what it can do.',
  params: noParameters,
  query: noParameters,
  body: noBody,
  replies: { 200: { description: 'All providers.', content: { 'application/json': 'Providers' } } },
  handle: (_, { fakes }) => json({ providers: fakes.providers().map(providerStatus) }),
})

export const setLevel: ControlRoute = route({
  id: 'setLevel',
  method: 'PUT',
  path: '/providers/{id}/level',
  summary: 'How strict a fake is from the next request on.',
  params: parametersShape<Named>(parameters.provider),
  query: noParameters,
  body: message<{ readonly level: FakeLevel }>('Level'),
  replies: { 200: { description: 'The provider as it is now.', content: { 'application/json': 'Provider' } } },
  handle: ({ params, body }, { fakes }) => json(providerStatus(fakes.setLevel(params.id, body.level))),
})

export const listRules: ControlRoute = route({
  id: 'listRules',
  method: 'GET',
  path: '/rules',
  summary: 'By which rules requests are refused, how that is known, and which of them are relaxed.',
  params: noParameters,
  query: parametersShape<{ readonly provider?: string }>(parameters.ofProvider),
  body: noBody,
  replies: { 200: { description: 'All rules, or those of one provider.', content: { 'application/json': 'Rules' } } },
  handle: ({ query: { provider } }, { fakes }) => {
    if (provider !== undefined) checkProvider(provider, fakes)
    return json({ rules: rulesOf(fakes).filter((rule) => provider === undefined || rule.provider === provider) })
  },
})

export const relaxRule: ControlRoute = route({
  id: 'relaxRule',
  method: 'POST',
  path: '/rules/{id}/relax',
  summary: 'Lets pass what a rule would refuse, for a reason, from the next request on.',
  params: parametersShape<Named>(parameters.rule),
  query: noParameters,
  body: message<{ readonly reason: string }>('Relaxation'),
  replies: {
    200: { description: 'The rule, for each provider that has it.', content: { 'application/json': 'Rules' } },
  },
  handle: ({ params: { id }, body }, { fakes }) => {
    fakes.relax(id, body.reason)
    return json({ rules: rulesOf(fakes).filter((rule) => rule.id === id) })
  },
})

export const enforceRule: ControlRoute = route({
  id: 'enforceRule',
  method: 'DELETE',
  path: '/rules/{id}/relax',
  summary: 'Puts a relaxed rule into force again.',
  params: parametersShape<Named>(parameters.rule),
  query: noParameters,
  body: noBody,
  replies: {
    200: { description: 'The rule, for each provider that has it.', content: { 'application/json': 'Rules' } },
  },
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

function rulesOf(fakes: RunningFakes): readonly RuleStatus[] {
  return fakes.providers().flatMap((provider) =>
    provider.rules.map(({ id, title, evidence }) => {
      const relaxed = provider.relaxations.get(id)
      return { id, provider: provider.id, title, evidence, ...(relaxed === undefined ? {} : { relaxed }) }
    }),
  )
}
