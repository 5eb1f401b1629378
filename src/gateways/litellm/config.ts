import { Fault } from '../../contract/fault.ts'
import type { PlannedRoute, UpstreamPlan, VirtualUser } from '../adapter.ts'
import { authHookFunction } from './auth-hook.ts'

/** What we set of LiteLLM's `config.yaml`. Retries, timeouts and dropping stay as LiteLLM has them by default. */
export interface LitellmConfig {
  readonly model_list: readonly LitellmDeployment[]
  readonly general_settings: {
    readonly master_key: string
    readonly custom_auth: string
    readonly disable_model_info_refresh: true
  }
  readonly litellm_settings: { readonly telemetry: false }
}

export interface LitellmDeployment {
  /** What the client sends as `model`. */
  readonly model_name: string
  readonly litellm_params: {
    readonly model: string
    readonly api_base: string
    readonly api_key: string
    readonly additional_drop_params?: readonly string[]
  }
  readonly model_info?: { readonly mode: 'chat' }
}

export function renderConfig(plan: UpstreamPlan): LitellmConfig {
  return {
    model_list: plan.routes.map(deployment),
    general_settings: {
      master_key: plan.masterKey,
      custom_auth: authHookFunction,
      // Else newer versions ask every deployment for GET /v1/models at start and every five minutes, with the key and
      // the path of a case, which looks as if that case's client had caused it.
      disable_model_info_refresh: true,
    },
    litellm_settings: { telemetry: false },
  }
}

function deployment(route: PlannedRoute): LitellmDeployment {
  return {
    model_name: route.alias,
    litellm_params: {
      model: modelOf(route),
      api_base: route.baseUrl,
      api_key: route.apiKey,
      ...(route.drop.length === 0 ? {} : { additional_drop_params: route.drop }),
    },
    // Else LiteLLM's own model list decides, and takes the chat requests of some models to /v1/responses.
    ...(route.upstream === 'chat-completions' ? { model_info: { mode: 'chat' } } : {}),
  }
}

/**
 * `openai/responses/<model>` takes a chat request to /v1/responses, whatever LiteLLM's model list says of the model. It
 * must not stand on a native route, where 1.81.7 sends it upstream as the model's name.
 */
function modelOf({ alias, client, upstream, model }: PlannedRoute): string {
  if (client === upstream) return `openai/${model}`
  if (client === 'chat-completions' && upstream === 'responses') return `openai/responses/${model}`
  throw new Fault('E_GATEWAY_ROUTE', `the LiteLLM adapter has no bridge from ${client} to ${upstream} (${alias})`, {
    kind: 'harness',
    hint: 'Plan only routes whose features the adapter claims.',
  })
}

/** The fields of LiteLLM's `UserAPIKeyAuth` that we fill. */
export interface LitellmCaller {
  readonly user_id?: string
  readonly user_email?: string
  readonly team_id?: string
  readonly team_alias?: string
  readonly org_id?: string
  readonly key_alias?: string
  readonly end_user_id?: string
  readonly user_role?: 'proxy_admin'
}

/** Key to identity, for the hook: the operator's key has none. */
export function renderCallers(plan: UpstreamPlan): Record<string, LitellmCaller> {
  return Object.fromEntries([
    [plan.masterKey, { user_role: 'proxy_admin' } satisfies LitellmCaller],
    ...plan.users.map((user) => [user.key, callerOf(user)] as const),
  ])
}

function callerOf(user: VirtualUser): LitellmCaller {
  return {
    user_id: user.userId,
    user_email: user.email,
    team_id: user.teamId,
    team_alias: user.teamAlias,
    org_id: user.orgId,
    key_alias: user.keyAlias,
    end_user_id: user.endUserId,
  }
}
