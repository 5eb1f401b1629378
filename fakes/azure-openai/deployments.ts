/** The deployments of a resource, by name. */
export interface Deployments {
  /** The model behind a deployment; `undefined` when there is no deployment of this name. */
  modelOf(name: string): string | undefined
  /** Whether its content filter works asynchronously. */
  filtersLate(name: string): boolean
}

const lateFilter = 'async-filter-'

/**
 * Any name is that of a deployment of the model of the same name, unless it begins with `missing-`. One that begins with
 * `async-filter-` is configured with the asynchronous filter, and has the model that follows.
 */
export const anyDeployment: Deployments = {
  modelOf: (name) => (name.startsWith('missing-') ? undefined : name.replace(lateFilter, '')),
  filtersLate: (name) => name.startsWith(lateFilter),
}

/** These and no others. @param models of each deployment its model */
export function onlyDeployments(models: Readonly<Record<string, string>>): Deployments {
  const known = new Map(Object.entries(models))
  return { modelOf: (name) => known.get(name), filtersLate: () => false }
}
