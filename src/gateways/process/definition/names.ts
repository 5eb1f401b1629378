import { providerIds, surfaces } from '../../../contract/surface.ts'

const runNames = ['here', 'node', 'installed', 'dir', 'port', 'origin', 'master-key'] as const

const targetNames = [
  'provider',
  'upstream',
  'model',
  'base-url',
  'base-path',
  'origin',
  'path',
  'api-key',
  'api-version',
  'account-id',
] as const

const routeOnlyNames = [
  'alias',
  'client',
  'way',
  'drop',
  'defaults',
  'forward-headers',
  'retries',
  'attempts',
  'targets',
] as const

const userNames = ['key', 'id', 'email', 'team-id', 'team-alias', 'org-id', 'key-alias', 'end-user-id'] as const

/** What can be said of a run as a whole. */
export type RunName = (typeof runNames)[number]
/** What can be said of a place where calls may go: `target.…` of a fallback, and of a route besides its own. */
export type TargetName = (typeof targetNames)[number]
export type RouteName = TargetName | (typeof routeOnlyNames)[number]
export type UserName = (typeof userNames)[number]

/** What each element of a list is called. */
export type ElementName = 'route' | 'user' | 'target'

const elementNames: Readonly<Record<ElementName, readonly string[]>> = {
  route: [...targetNames, ...routeOnlyNames],
  user: userNames,
  target: [...targetNames, 'number'],
}

/** The lists that `$each` knows, by the name that their elements get. */
export const lists: ReadonlyMap<string, ElementName> = new Map([
  ['routes', 'route'],
  ['users', 'user'],
  ['route.fallbacks', 'target'],
])

/** Lists and maps: they stand alone, not within a text. */
export const wholeValues: ReadonlySet<string> = new Set(['route.drop', 'route.defaults', 'route.forward-headers'])

/** What `$by` can choose by, with every value that it may have. */
export const choices: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['route.provider', providerIds],
  ['route.client', surfaces],
  ['route.upstream', surfaces],
  ['route.way', surfaces.flatMap((client) => surfaces.map((upstream) => `${client}--${upstream}`))],
  ['route.targets', ['one', 'several']],
  ['target.provider', providerIds],
  ['target.upstream', surfaces],
])

/** The names that a template may use at one place. */
export type VisibleNames = ReadonlySet<string>

/** These of the run, and all of the elements that are at hand. */
export function visibleNames(run: readonly RunName[], elements: readonly ElementName[]): VisibleNames {
  return new Set([...run, ...elements.flatMap(namesOfElement)])
}

export function namesOfElement(element: ElementName): readonly string[] {
  return elementNames[element].map((name) => `${element}.${name}`)
}
