import { isRecord } from '../contract/pointer.ts'
import type { Cell } from './scenario.ts'

const placeholder = /^\$([a-z][a-z0-9-]*)$/

/** Every `$axis` below a template, with its path. */
export function placeholdersIn(
  value: unknown,
  path: readonly (string | number)[],
): { readonly name: string; readonly path: readonly (string | number)[] }[] {
  if (typeof value === 'string') {
    const name = placeholder.exec(value)?.[1]
    return name === undefined ? [] : [{ name, path }]
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => placeholdersIn(item, [...path, index]))
  if (isRecord(value)) return Object.entries(value).flatMap(([name, item]) => placeholdersIn(item, [...path, name]))
  return []
}

/**
 * A template with the values of one cell in place of its placeholders. `absent` takes the member or element away;
 * `$$word` becomes `$word`.
 */
export function fill(template: unknown, cell: Cell): unknown {
  if (typeof template === 'string') return fillText(template, cell)
  if (Array.isArray(template)) return template.map((item) => fill(item, cell)).filter((item) => item !== undefined)
  if (isRecord(template)) {
    return Object.fromEntries(
      Object.entries(template)
        .map(([name, item]) => [name, fill(item, cell)] as const)
        .filter(([, item]) => item !== undefined),
    )
  }
  return template
}

function fillText(text: string, cell: Cell): unknown {
  const name = placeholder.exec(text)?.[1]
  if (name === undefined) return text.startsWith('$$') ? text.slice(1) : text
  const chosen = cell[name]
  return chosen === undefined || chosen.value === 'absent' ? undefined : chosen.value
}
