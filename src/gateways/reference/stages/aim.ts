import type { Route, RoutedCall } from '../call.ts'
import type { TargetConfig } from '../config.ts'
import { parseRequest } from './route.ts'
import { canServe } from './surfaces.ts'

/** Where the call may go, in order: its own target, then the fallbacks that can serve its surface. */
export function targets({ route, surface }: RoutedCall): readonly TargetConfig[] {
  return [route, ...route.fallbacks.filter((target) => canServe(surface, target.surface))]
}

/**
 * The call of one attempt at one target. Its body is read from the client's bytes anew: whatever an attempt did to its own
 * is gone with it.
 */
export function aim(call: RoutedCall, target: TargetConfig): RoutedCall {
  return { ...call, route: routeTo(target, call.route), body: parseRequest(call.bytes) }
}

/** Nothing of the other target stays behind: neither an optional setting nor a key. */
function routeTo(target: TargetConfig, route: Route): Route {
  const { apiVersion: _version, accountId: _account, ...rest } = route
  const { provider, surface, baseUrl, apiKey, model, apiVersion, accountId } = target
  return {
    ...rest,
    ...{ provider, surface, baseUrl, apiKey, model },
    ...(apiVersion !== undefined && { apiVersion }),
    ...(accountId !== undefined && { accountId }),
  }
}
