import type { Place } from '../fault.ts'
import { isRecord, pathOf, pointerOf } from '../pointer.ts'
import type { YamlFile, YamlPath } from '../yaml-file.ts'

/** A YAML file of a contract, with the address that its references are relative to. */
export interface ContractDocument {
  /** A `file:` URL. */
  readonly uri: string
  readonly yaml: YamlFile
}

/** A value in a document that still knows where it stands. */
export interface Cursor {
  readonly document: ContractDocument
  readonly path: YamlPath
  readonly value: unknown
}

export function rootOf(document: ContractDocument): Cursor {
  return { document, path: [], value: document.yaml.value }
}

/** The value below; its `value` is `undefined` where nothing stands. */
export function below(at: Cursor, ...steps: YamlPath): Cursor {
  let value = at.value
  for (const step of steps) value = memberOf(value, step)
  return { document: at.document, path: [...at.path, ...steps], value }
}

function memberOf(value: unknown, step: string | number): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined
  return Reflect.get(value, step)
}

/** A cursor for every member of a mapping or a sequence; none for anything else. */
export function members(at: Cursor): Cursor[] {
  if (Array.isArray(at.value)) return at.value.map((_, index) => below(at, index))
  return namesIn(at).map((name) => below(at, name))
}

/** The names of a mapping's members; none for anything else. */
export function namesIn(at: Cursor): string[] {
  return isRecord(at.value) ? Object.keys(at.value) : []
}

export function lastStep(at: Cursor): string {
  return String(at.path.at(-1) ?? '')
}

export function placeOf(at: Cursor, options?: { readonly key?: boolean }): Place {
  return at.document.yaml.place(at.path, options)
}

/** The address of this value, as a reference would name it. */
export function addressOf(at: Cursor): string {
  return `${at.document.uri}#${pointerOf(at.path).split('/').map(encodeURIComponent).join('/')}`
}

/** The steps that a reference's fragment names. */
export function stepsOf(fragment: string): string[] {
  return pathOf(decodeURIComponent(fragment))
}
