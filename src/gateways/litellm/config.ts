import type { PlannedRoute, UpstreamPlan, VirtualUser } from '../adapter.ts'
import { authHookFunction } from './auth-hook.ts'
import { deployments, fallbackAlias, type LitellmDeployment } from './deployment.ts'

/** What we set of LiteLLM's `config.yaml`. Timeouts and dropping stay as LiteLLM has them by default. */
export interface LitellmConfig {
  readonly model_list: readonly LitellmDeployment[]
  readonly general_settings: {
    readonly master_key: string
    readonly custom_auth: string
    readonly disable_model_info_refresh: true
  }
  readonly litellm_settings: {
    readonly telemetry: false
    /** Alias to the aliases that are tried after it. */
    readonly fallbacks?: readonly Readonly<Record<string, readonly string[]>>[]
  }
}

export function renderConfig({ routes, masterKey }: UpstreamPlan): LitellmConfig {
  const fallbacks = routes.filter((route) => route.fallbacks.length > 0).map(fallbackEntry)
  return {
    model_list: routes.flatMap(deployments),
    general_settings: {
      master_key: masterKey,
      custom_auth: authHookFunction,
      // Else newer versions ask every deployment for GET /v1/models at start and every five minutes, with the key and
      // the path of a case, which looks as if that case's client had caused it.
      disable_model_info_refresh: true,
    },
    litellm_settings: { telemetry: false, ...(fallbacks.length === 0 ? {} : { fallbacks }) },
  }
}

function fallbackEntry({ alias, fallbacks }: PlannedRoute): Readonly<Record<string, readonly string[]>> {
  return { [alias]: fallbacks.map((_, index) => fallbackAlias(alias, index)) }
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
