/** The deployments of a resource, by name. */
export interface Deployments {
  /** The model behind a deployment; `undefined` when there is no deployment of this name. */
  modelOf(name: string): string | undefined
}

/** Any name is that of a deployment of the model of the same name, unless it begins with `missing-`. */
export const anyDeployment: Deployments = {
  modelOf: (name) => (name.startsWith('missing-') ? undefined : name),
}

/** These and no others. @param models of each deployment its model */
export function onlyDeployments(models: Readonly<Record<string, string>>): Deployments {
  const known = new Map(Object.entries(models))
  return { modelOf: (name) => known.get(name) }
}
