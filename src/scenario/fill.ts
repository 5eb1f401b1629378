import { isRecord } from '../contract/pointer.ts'
import type { Cell } from './scenario.ts'

/** As in YAML 1.1: the members of the value are taken in, and the map's own members win. */
const merge = '<<'

/** `$marker` stands for what is known only later. */
const placeholder = /^\$(?!marker$)([a-z][a-z0-9-]*)$/

/** What is known only later is written with two dollar signs, too, where it means itself; that is undone later. */
export const escapedLater: RegExp = /^\$\$(?=marker\b|reply\.)/

/** A name that an axis must not have. */
export const reservedName = 'marker'

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
 * `$$word` becomes `$word`; the
 * members of what stands under the key `<<` are taken in.
 */
export function fill(template: unknown, cell: Cell): unknown {
  if (typeof template === 'string') return fillText(template, cell)
  if (Array.isArray(template)) return template.map((item) => fill(item, cell)).filter((item) => item !== undefined)
  if (isRecord(template)) {
    const { [merge]: merged, ...own } = template
    const members = Object.entries(own).map(([name, item]) => [name, fill(item, cell)] as const)
    const taken = merged === undefined ? undefined : fill(merged, cell)
    return {
      ...(isRecord(taken) ? taken : {}),
      ...Object.fromEntries(members.filter(([, item]) => item !== undefined)),
    }
  }
  return template
}

function fillText(text: string, cell: Cell): unknown {
  const name = placeholder.exec(text)?.[1]
  if (name === undefined) return text.startsWith('$$') && !escapedLater.test(text) ? text.slice(1) : text
  const chosen = cell[name]
  return chosen === undefined || chosen.value === 'absent' ? undefined : chosen.value
}
