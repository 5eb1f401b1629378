import { isRecord } from '../../../contract/pointer.ts'
import type { PlannedRoute, PlannedTarget, UpstreamPlan, VirtualUser } from '../../adapter.ts'
import { providerUrl } from '../../provider-url.ts'
import type { RouteName, RunName, TargetName, UserName } from './names.ts'
import type { Scope } from './render.ts'

type Values<Name extends string> = Readonly<Record<Name, unknown>>

/** Those of the run that are known from the start. */
export function runValues(values: Values<RunName>, plan: UpstreamPlan): Scope {
  return { ...values, routes: plan.routes.map(routeValues), users: plan.users.map(userValues) }
}

export function routeValues(route: PlannedRoute): Scope {
  const { alias, client, drop, defaults, forwardHeaders, retries, fallbacks } = route
  return {
    ...targetValues(route),
    alias,
    client,
    way: `${client}--${route.upstream}`,
    drop,
    defaults,
    'forward-headers': forwardHeaders,
    retries,
    attempts: retries + 1,
    targets: fallbacks.length === 0 ? 'one' : 'several',
    fallbacks: fallbacks.map((target, index) => ({ ...targetValues(target), number: index + 1 })),
  } satisfies Values<RouteName> & { readonly fallbacks: unknown }
}

function targetValues(target: PlannedTarget): Values<TargetName> {
  const { origin, pathname } = new URL(target.baseUrl)
  const called = new URL(providerUrl(target))
  return {
    provider: target.provider,
    upstream: target.upstream,
    model: target.model,
    'base-url': target.baseUrl,
    'base-path': pathname.replace(/\/$/, ''),
    origin,
    path: called.pathname + called.search,
    'api-key': target.apiKey,
    'api-version': target.apiVersion,
    'account-id': target.accountId,
  }
}

function userValues(user: VirtualUser): Scope {
  return {
    key: user.key,
    id: user.userId,
    email: user.email,
    'team-id': user.teamId,
    'team-alias': user.teamAlias,
    'org-id': user.orgId,
    'key-alias': user.keyAlias,
    'end-user-id': user.endUserId,
  } satisfies Values<UserName>
}

/** A map of texts, without what is absent; `{ json: … }` stands for the text of that value. */
export function textMembers(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([name, item]) => [name, textOf(item)]))
}

function textOf(item: unknown): string {
  return isRecord(item) ? headerSafe(JSON.stringify(item['json'])) : String(item)
}

/** Headers carry no more than Latin-1, and JSON can say everything in ASCII. */
function headerSafe(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
