import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import { type ProviderId, providerIds, type Surface, surfaces } from '../contract/surface.ts'
import type { PlannedTarget } from '../gateways/adapter.ts'
import type { FilledScenario } from './cells.ts'
import { mintAlias, mintTarget } from './identity.ts'
import type { PlannedWay } from './planned.ts'
import type { RawTarget } from './scenario.ts'

export interface WayContext {
  readonly seed: string
  /** The base URL of a provider for one token. */
  baseUrl(provider: ProviderId, token: string): string
}

/** A provider's name for a model where the scenario does not say. */
const defaultModels: Readonly<Record<Surface, string>> = {
  'chat-completions': 'gpt-5.2',
  responses: 'gpt-5.2',
  embeddings: 'text-embedding-3-small',
}

/**
 * The route of a case as a gateway is told it; each target has a key and a token of its own.
 * @param drop entries of the drop list
 * @throws Fault E_SCENARIO_UPSTREAM for a provider or a surface that does not exist, E_SCENARIO_API_VERSION
 */
export function planWay(
  filled: FilledScenario,
  token: string,
  client: Surface,
  drop: readonly string[],
  context: WayContext,
): PlannedWay {
  const { route } = filled
  const fallbacks = route.fallbacks ?? []
  const fallbackTokens = fallbacks.map((_, index) => `${token}f${index + 1}`)
  return {
    token,
    fallbackTokens,
    route: {
      ...planTarget(filled, route, token, ['route'], context),
      alias: mintAlias(context.seed, token),
      client,
      drop,
      defaults: route.defaults ?? {},
      forwardHeaders: route['forward-headers'] ?? [],
      retries: route.retries ?? 0,
      fallbacks: fallbacks.map((each, index) =>
        planTarget(filled, each, fallbackTokens[index] ?? token, ['route', 'fallbacks', index], context),
      ),
    },
  }
}

type Path = readonly (string | number)[]

function planTarget(
  filled: FilledScenario,
  raw: RawTarget,
  token: string,
  path: Path,
  context: WayContext,
): PlannedTarget {
  const { provider, surface } = parseUpstream(filled, raw, path)
  const apiVersion = apiVersionOf(filled, raw, provider, path)
  const { apiKey, accountId } = mintTarget(context.seed, token)
  return {
    provider,
    upstream: surface,
    model: raw.model ?? defaultModels[surface],
    baseUrl: context.baseUrl(provider, token),
    apiKey,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(provider === 'codex' ? { accountId } : {}),
  }
}

function parseUpstream(
  filled: FilledScenario,
  { upstream = '' }: RawTarget,
  path: Path,
): { readonly provider: ProviderId; readonly surface: Surface } {
  const [provider = '', surface = ''] = upstream.split('/')
  const knownProvider = providerIds.find((each) => each === provider)
  const knownSurface = surfaces.find((each) => each === surface)
  if (knownProvider !== undefined && knownSurface !== undefined) {
    return { provider: knownProvider, surface: knownSurface }
  }
  const all = providerIds.flatMap((each) => surfaces.map((other) => `${each}/${other}`))
  throw new Fault('E_SCENARIO_UPSTREAM', `${upstream || 'nothing'} is no provider surface`, {
    place: placeOf(filled, path, 'upstream'),
    hint: nameHint(upstream, all),
  })
}

function apiVersionOf(filled: FilledScenario, raw: RawTarget, provider: ProviderId, path: Path): string | undefined {
  const version = raw['api-version']
  if (version === undefined || provider === 'azure-openai') return version
  throw new Fault('E_SCENARIO_API_VERSION', `${provider} has no api-version`, {
    place: placeOf(filled, path, 'api-version'),
    hint: 'Give it to azure-openai alone: an axis of whole targets, taken in with <<, says which has one.',
  })
}

/** What the route does not say for itself comes from an axis. */
function placeOf({ scenario: { yaml, template } }: FilledScenario, path: Path, name: string) {
  const inAxis = path.length === 1 && name === 'upstream' && !hasMember(template.route, name)
  return inAxis ? yaml.place(['matrix', name]) : yaml.place([...path, name])
}

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value
}
