import { isRecord } from '../../../contract/pointer.ts'
import { lists } from './names.ts'

/** The values of a run, and of the elements that are at hand, by their names: `{ port: '4000', route: { alias: 'a' } }`. */
export type Scope = Readonly<Record<string, unknown>>

/** `${name}`; with one more dollar sign it means itself. */
export const placeholders: RegExp = /\$?\$\{([^}]*)\}/g
/** As in a scenario: the members of the value are taken in, and the map's own members win. */
const merge = '<<'
const alone = /^\$\{([^}]*)\}$/

/**
 * A template with the values of this scope in it. A placeholder that stands alone keeps the type of its value; a text with
 * an absent value in it is absent, and what is absent is left out of its list or map. Total over what
 * `templateFaults` has passed.
 * @returns undefined for what is absent
 */
export function render(template: unknown, scope: Scope): unknown {
  if (typeof template === 'string') return renderText(template, scope)
  if (Array.isArray(template)) return template.flatMap((item) => renderElement(item, scope))
  if (!isRecord(template)) return template
  if ('$each' in template) return renderEach(template, scope)
  if ('$by' in template) return render(chosen(template, scope), scope)
  const { [merge]: merged, ...own } = template
  const taken = merged === undefined ? undefined : render(merged, scope)
  const members = Object.entries(own).map(([name, item]) => [literalKey(name), render(item, scope)] as const)
  return { ...(isRecord(taken) ? taken : {}), ...membersOf(members) }
}

/** As text: the lines of a list one below the other. */
export function renderLines(template: unknown, scope: Scope): string {
  const rendered = render(template, scope)
  const lines = Array.isArray(rendered) ? rendered.flat(Number.POSITIVE_INFINITY) : [rendered]
  return lines.map((line) => `${String(line ?? '').replace(/\n$/, '')}\n`).join('')
}

function renderText(text: string, scope: Scope): unknown {
  const name = alone.exec(text)?.[1]
  if (name !== undefined) return lookUp(name, scope)
  const names = [...text.matchAll(placeholders)]
    .filter(([whole]) => !whole.startsWith('$$'))
    .map(([, each = '']) => each)
  if (names.some((each) => lookUp(each, scope) === undefined)) return undefined
  return text.replaceAll(placeholders, (whole, each: string) =>
    whole.startsWith('$$') ? whole.slice(1) : String(lookUp(each, scope)),
  )
}

/** What `$each` makes in a list are elements of that list. */
function renderElement(item: unknown, scope: Scope): readonly unknown[] {
  const rendered = render(item, scope)
  if (rendered === undefined) return []
  return isRecord(item) && '$each' in item && Array.isArray(rendered) ? rendered : [rendered]
}

function renderEach(template: Readonly<Record<string, unknown>>, scope: Scope): unknown {
  const list = String(template['$each'])
  const element = lists.get(list)
  const items = lookUp(list, scope)
  if (element === undefined || !Array.isArray(items)) return undefined
  const scopes = items.map((item: unknown) => ({ ...scope, [element]: item }))
  if (!('$key' in template)) return scopes.flatMap((each) => renderElement(template['$value'], each))
  return membersOf(
    scopes.map((each) => [String(render(template['$key'], each)), render(template['$value'], each)] as const),
  )
}

function chosen(template: Readonly<Record<string, unknown>>, scope: Scope): unknown {
  const value = String(lookUp(String(template['$by']), scope))
  const cases = template['$cases']
  return isRecord(cases) && Object.hasOwn(cases, value) ? cases[value] : template['$else']
}

function membersOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** `$$schema` is the member `$schema`. */
function literalKey(name: string): string {
  return name.startsWith('$$') ? name.slice(1) : name
}

function lookUp(name: string, scope: Scope): unknown {
  let value: unknown = scope
  for (const part of name.split('.')) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined
  return value
}
