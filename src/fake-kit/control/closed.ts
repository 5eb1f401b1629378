export type Schema = Readonly<Record<string, unknown>>

/** Closed: what is not named here is a mistake. A name that ends with `?` may be absent. */
export function closed(members: Readonly<Record<string, Schema>>, description?: string): Schema {
  const names = Object.keys(members)
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    required: names.filter((name) => !name.endsWith('?')),
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), members[name]])),
  }
}

export function list(items: Schema): Schema {
  return { type: 'array', items }
}
