import { createRequire } from 'node:module'
import { once } from '../once.ts'
import { formats } from './ajv.ts'

/** Schemas as the build has compiled them, by their names: whether a value fits. */
export type ReadyValidators = (name: string) => ((value: unknown) => boolean) | undefined

/** Code is loaded with the first question. @param path of a module that `validatorModule` wrote */
export function readyValidators(path: string): ReadyValidators {
  const all = once((): Readonly<Record<string, (value: unknown) => boolean>> => {
    // What the module needs of Ajv is found from here, wherever it stands.
    const load = createRequire(import.meta.url)
    return load(path)(formats, load)
  })
  return (name) => all()[name]
}
