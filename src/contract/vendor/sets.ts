export function inBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((entry) => other.has(entry)))
}

export function onlyInFirst(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((entry) => !other.has(entry)))
}
