import type { PlannedTarget } from '../gateways/adapter.ts'
import type { PlannedCase, PlannedWay } from './planned.ts'

/** Where calls of a route may go, with the token by which they are found there. */
export interface PlacedTarget {
  readonly token: string
  readonly target: PlannedTarget
}

/** The route's own target first, then its fallbacks in order. */
export function targetsOf({ token, fallbackTokens, route }: PlannedWay): readonly PlacedTarget[] {
  const fallbacks = route.fallbacks.flatMap((target, index): PlacedTarget[] => {
    const fallbackToken = fallbackTokens[index]
    return fallbackToken === undefined ? [] : [{ token: fallbackToken, target }]
  })
  return [{ token, target: route }, ...fallbacks]
}

/** The way of a case, and the one it is compared with. */
export function waysOf(planned: PlannedCase): readonly PlannedWay[] {
  return planned.control === undefined ? [planned] : [planned, planned.control]
}
