import type { Operation, OperationMatch } from './contract.ts'

/** Finds the operation for a method and a path. A literal step of a template wins over a parameter. */
export function operationMatcher(operations: readonly Operation[]): (method: string, path: string) => OperationMatch {
  const literal = new Map(
    operations.filter((one) => !one.path.includes('{')).map((one) => [`${one.method} ${one.path}`, one]),
  )
  const templates = operations.map(templateOf).sort((a, b) => a.names.length - b.names.length)
  return (method, path) => {
    const exact = literal.get(`${method} ${path}`)
    if (exact !== undefined) return { kind: 'operation', operation: exact, params: {} }
    const fitting = templates.flatMap((template) => {
      const values = template.pattern.exec(path)
      return values === null ? [] : [{ template, values: values.slice(1) }]
    })
    const found = fitting.find(({ template }) => template.operation.method === method)
    if (found !== undefined) return { kind: 'operation', operation: found.template.operation, params: paramsOf(found) }
    if (fitting.length === 0) return { kind: 'unknown-path' }
    return { kind: 'unknown-method', allowed: [...new Set(fitting.map(({ template }) => template.operation.method))] }
  }
}

interface Template {
  readonly operation: Operation
  readonly pattern: RegExp
  readonly names: readonly string[]
}

function templateOf(operation: Operation): Template {
  const names = [...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '')
  const pattern = operation.path
    .split(/\{[^}]*\}/)
    .map((literal) => literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('([^/]+)')
  return { operation, pattern: new RegExp(`^${pattern}$`), names }
}

function paramsOf(found: { readonly template: Template; readonly values: readonly string[] }): Record<string, string> {
  return Object.fromEntries(found.template.names.map((name, index) => [name, decoded(found.values[index] ?? '')]))
}

/** A step with a broken escape is taken as it stands. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
