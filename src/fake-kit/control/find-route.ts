import type { Problem } from './messages.ts'
import { unknownMethod, unknownRoute } from './problem.ts'
import type { ControlRoute } from './route.ts'

export type FoundRoute =
  | { readonly kind: 'route'; readonly route: ControlRoute; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'problem'; readonly problem: Problem }

/**
 * HEAD is answered wherever GET is. What stands for a parameter may hold slashes, so that a rule's id can be written as it is.
 * @throws URIError for a path that is not percent-encoded well
 */
export function findRoute(routes: readonly ControlRoute[], method: string, path: string): FoundRoute {
  const matching = routes.flatMap((route) => {
    const params = paramsOf(route, path)
    return params === undefined ? [] : [{ route, params }]
  })
  if (matching.length === 0) {
    const known = new Set(routes.map((route) => `${route.method} ${route.path}`))
    return { kind: 'problem', problem: unknownRoute(path, [...known]) }
  }
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = matching.find(({ route }) => route.method === wanted)
  if (found !== undefined) return { kind: 'route', ...found }
  const allowed = matching.map(({ route }) => route.method)
  return { kind: 'problem', problem: unknownMethod(method, path, allowed) }
}

const patterns = new Map<string, RegExp>()

function paramsOf(route: ControlRoute, path: string): Readonly<Record<string, string>> | undefined {
  const pattern =
    patterns.get(route.path) ?? new RegExp(`^${route.path.replaceAll('.', '\\.').replace(/\{(\w+)\}/, '(?<$1>.+)')}$`)
  patterns.set(route.path, pattern)
  const match = pattern.exec(path)
  if (match === null) return undefined
  return Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]))
}
