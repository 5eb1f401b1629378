import { Fault } from '../contract/fault.ts'
import { isRecord, type Pointer, pointerOf } from '../contract/pointer.ts'

/** One step of a field path: a member name, an index, or every element. */
type Step = string | number | typeof every
const every: unique symbol = Symbol('*')

/**
 * A field in the notation gateways use for their drop lists: a name (`stop`) or a path (`tools[*].function.strict`,
 * `messages[0].name`).
 */
export interface FieldPath {
  readonly text: string
  readonly isName: boolean
  /** Pointers of the values that stand there in this document; empty when there are none. */
  pointersIn(document: unknown): readonly Pointer[]
}

/** @throws Fault E_FIELD_PATH */
export function parseFieldPath(text: string): FieldPath {
  const steps = stepsOf(text)
  return {
    text,
    isName: steps.length === 1,
    pointersIn: (document) => expand(document, steps, []).map(pointerOf),
  }
}

function stepsOf(text: string): Step[] {
  const steps: Step[] = []
  const pattern = /(?:^|\.)([^.[\]]+)|\[(\d+|\*)\]/gy
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (match === null) {
      throw new Fault('E_FIELD_PATH', `'${text}' is not a field path: cannot read it from character ${at + 1}`, {
        hint: 'Write a name (stop) or a path (tools[*].function.strict).',
      })
    }
    const [, name, index] = match
    steps.push(name ?? (index === '*' ? every : Number(index)))
  }
  if (steps.length === 0) {
    throw new Fault('E_FIELD_PATH', 'a field path is empty', { hint: 'Write a name, for example stop.' })
  }
  return steps
}

function expand(value: unknown, steps: readonly Step[], path: (string | number)[]): (string | number)[][] {
  const [step, ...rest] = steps
  if (step === undefined) return [path]
  if (step === every) {
    return Array.isArray(value) ? value.flatMap((item, index) => expand(item, rest, [...path, index])) : []
  }
  if (typeof step === 'number')
    return Array.isArray(value) && step in value ? expand(value[step], rest, [...path, step]) : []
  return isRecord(value) && Object.hasOwn(value, step) ? expand(value[step], rest, [...path, step]) : []
}
