import { isRecord } from '../../contract/pointer.ts'
import type { JsonObject } from './json.ts'

/** Stands for every element of a list: `[*]`. */
const every: unique symbol = Symbol('[*]')

type Step = string | number | typeof every

/** Where a field stands in a client's body, from its root. Never empty. */
export type DropPath = readonly Step[]

/** `stop`, `metadata.trace`, `tools[*].function.strict`, `messages[0].name`; `undefined` for anything else. */
export function parseDropPath(text: string): DropPath | undefined {
  if (!/^[^.[\]]+(\.[^.[\]]+|\[(\*|\d+)\])*$/.test(text)) return undefined
  return [...text.matchAll(/\[(\*|\d+)\]|[^.[\]]+/g)].map(([word, index]) => {
    if (index === undefined) return word
    return index === '*' ? every : Number(index)
  })
}

/** `body` without the field, itself untouched. A name counts at its own place only, never deeper. */
export function withoutField(body: JsonObject, path: DropPath): JsonObject
export function withoutField(value: unknown, path: DropPath): unknown
export function withoutField(value: unknown, [step, ...rest]: DropPath): unknown {
  if (Array.isArray(value)) return withoutElements(value, step, rest)
  if (!isRecord(value) || typeof step !== 'string' || !Object.hasOwn(value, step)) return value
  if (rest.length > 0) return { ...value, [step]: withoutField(value[step], rest) }
  const { [step]: _dropped, ...kept } = value
  return kept
}

function withoutElements(list: readonly unknown[], step: Step | undefined, rest: DropPath): unknown[] {
  const isMeant = (index: number): boolean => step === every || step === index
  if (rest.length === 0) return list.filter((_, index) => !isMeant(index))
  return list.map((element, index) => (isMeant(index) ? withoutField(element, rest) : element))
}
