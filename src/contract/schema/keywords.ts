/**
 * Keywords of ours. `x-open`: why an object is not closed. `x-expected`: the provider's words for what it wanted.
 * `x-field-order`: the order in which it looks at fields.
 */
export const ownKeywords: readonly string[] = ['x-open', 'x-expected', 'x-field-order']

/** Keywords that hold one further schema, a list of them, or a map of them. */
export const holdsSchema: readonly string[] = [
  ...['items', 'contains', 'additionalProperties', 'unevaluatedProperties', 'propertyNames'],
  ...['not', 'if', 'then', 'else'],
]
export const holdsSchemaList: readonly string[] = ['prefixItems', 'allOf', 'anyOf', 'oneOf']
export const holdsSchemaMap: readonly string[] = ['properties', 'patternProperties', 'dependentSchemas']

const plain: readonly string[] = [
  ...['$ref', '$comment', 'title', 'description', 'default', 'deprecated', 'examples', 'readOnly', 'writeOnly'],
  ...['type', 'enum', 'const', 'format', 'multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'uniqueItems', 'minContains', 'maxContains'],
  ...['minProperties', 'maxProperties', 'required', 'dependentRequired', 'discriminator'],
]

/** Every keyword that a contract's schema may use. What is not here is refused, so that a misspelt one cannot pass. */
export const keywords: readonly string[] = [
  ...plain,
  ...holdsSchema,
  ...holdsSchemaList,
  ...holdsSchemaMap,
  ...ownKeywords,
]

/** Keywords whose schemas speak about the same value as their parent, so that closing it is the parent's business. */
export const inPlace: readonly string[] = ['allOf', 'not', 'if', 'then', 'else', 'dependentSchemas']
