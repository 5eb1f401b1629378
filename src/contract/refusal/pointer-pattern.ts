import { type Pointer, pointerOf } from '../pointer.ts'

/** Says whether a pointer fits a pattern in which `*` is one step and `**` one or more. */
export function pointerPattern(pattern: string): (pointer: Pointer) => boolean {
  const whole = new RegExp(`^${pattern.split('/').map(stepPattern).join('/')}$`)
  return (pointer) => whole.test(pointer)
}

function stepPattern(step: string): string {
  if (step === '**') return '.+'
  if (step === '*') return '[^/]+'
  return step.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Every place in a document that these steps lead to, in order; `*` is any step. */
export function placesOf(document: unknown, steps: readonly string[], pointer: Pointer = ''): Pointer[] {
  const [step, ...deeper] = steps
  if (step === undefined) return [pointer]
  if (document === null || typeof document !== 'object') return []
  const names = step === '*' ? Object.keys(document) : Object.hasOwn(document, step) ? [step] : []
  return names.flatMap((name) => placesOf(Reflect.get(document, name), deeper, pointer + pointerOf([name])))
}
