import { type Pointer, pathOf } from '../pointer.ts'

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

/** Every place in a document that fits a pattern of names and `*`, in order. */
export function placesOf(document: unknown, pattern: string): Pointer[] {
  let places: { readonly pointer: Pointer; readonly value: unknown }[] = [{ pointer: '', value: document }]
  for (const step of pathOf(pattern)) {
    places = places.flatMap(({ pointer, value }) => {
      if (value === null || typeof value !== 'object') return []
      const names = step === '*' ? Object.keys(value) : Object.hasOwn(value, step) ? [step] : []
      return names.map((name) => ({ pointer: `${pointer}/${escaped(name)}`, value: Reflect.get(value, name) }))
    })
  }
  return places.map((place) => place.pointer)
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
