import { Fault } from '../../contract/fault.ts'
import type { PlannedRoute, PlannedTarget } from '../adapter.ts'

/** An entry of LiteLLM's `model_list`. */
export interface LitellmDeployment {
  /** What the client sends as `model`. */
  readonly model_name: string
  /** Where calls go, and what is added to them: a parameter of the route's defaults stands beside LiteLLM's own settings. */
  readonly litellm_params: {
    readonly model: string
    readonly api_base: string
    readonly api_key: string
    readonly api_version?: string
    readonly use_chat_completions_api?: true
    readonly num_retries: number
    readonly additional_drop_params?: readonly string[]
    readonly [parameter: string]: unknown
  }
  readonly model_info?: { readonly mode: 'chat' }
}

/** One for the route's own target, then one for each fallback, which LiteLLM finds by an alias of its own. */
export function deployments(route: PlannedRoute): readonly LitellmDeployment[] {
  const { alias, fallbacks } = route
  return [
    deployment(route, route, alias),
    ...fallbacks.map((target, index) => deployment(route, target, fallbackAlias(alias, index))),
  ]
}

export function fallbackAlias(alias: string, index: number): string {
  return `${alias}-fallback-${index + 1}`
}

function deployment(route: PlannedRoute, target: PlannedTarget, alias: string): LitellmDeployment {
  const { drop, defaults, retries } = route
  return {
    model_name: alias,
    litellm_params: {
      ...defaults,
      ...placeOf(route, target),
      api_key: target.apiKey,
      // Without it the router sends a failing call twice more.
      num_retries: retries,
      ...(drop.length === 0 ? {} : { additional_drop_params: drop }),
    },
    // Else LiteLLM's own model list decides, and takes the chat requests of some models to /v1/responses.
    ...(target.upstream === 'chat-completions' ? { model_info: { mode: 'chat' } } : {}),
  }
}

type Place = Pick<
  LitellmDeployment['litellm_params'],
  'model' | 'api_base' | 'api_version' | 'use_chat_completions_api'
>

/**
 * The provider's name in LiteLLM, and the surface where that differs from the client's: `openai/responses/<model>` takes a
 * chat request to /v1/responses, whatever LiteLLM's model list says of the model. It must not stand on a native route, where
 * 1.81.7 sends it upstream as the model's name.
 */
function placeOf({ client }: PlannedRoute, target: PlannedTarget): Place {
  const { provider, upstream, model, baseUrl } = target
  const name = providerNames.get(provider)
  if (client === 'responses' && upstream === 'chat-completions') return chatOnlyPlace(target)
  if (name === undefined) throw unsupported(target, client)
  const own = { api_base: baseUrl, ...apiVersionOf(target) }
  if (client === upstream) return { model: `${name}/${model}`, ...own }
  if (client === 'chat-completions' && upstream === 'responses') return { model: `${name}/responses/${model}`, ...own }
  throw unsupported(target, client)
}

/**
 * A server that speaks OpenAI's Chat Completions and nothing else: LiteLLM knows of no Responses there, and bridges. To the
 * dated paths of Azure only its own provider finds the way, and only newer versions can be told not to use Responses there.
 */
function chatOnlyPlace(target: PlannedTarget): Place {
  const { provider, model, baseUrl, apiVersion } = target
  if (provider === 'codex') throw unsupported(target, 'responses')
  if (apiVersion !== undefined) {
    return { model: `azure/${model}`, api_base: baseUrl, api_version: apiVersion, use_chat_completions_api: true }
  }
  return { model: `custom_openai/${model}`, api_base: provider === 'azure-openai' ? `${baseUrl}/openai/v1` : baseUrl }
}

/** `v1` is how LiteLLM says that the paths without a date are meant. */
function apiVersionOf({ provider, apiVersion = 'v1' }: PlannedTarget): { readonly api_version?: string } {
  return provider === 'azure-openai' ? { api_version: apiVersion } : {}
}

/** The back end of Codex has one account for the whole process, from its environment: no route can have its own. */
const providerNames: ReadonlyMap<string, string> = new Map([
  ['openai', 'openai'],
  ['azure-openai', 'azure'],
])

function unsupported({ provider, upstream, model }: PlannedTarget, client: string): Fault {
  const message = `the LiteLLM adapter has no way from ${client} to ${upstream} of ${provider} (${model})`
  return new Fault('E_GATEWAY_ROUTE', message, {
    kind: 'harness',
    hint: 'Plan only routes whose features the adapter claims.',
  })
}
