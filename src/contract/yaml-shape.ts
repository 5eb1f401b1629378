import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Fault } from './fault.ts'
import { pathOf } from './pointer.ts'
import { explain } from './schema/explain.ts'
import { nameHint } from './suggest.ts'
import type { YamlFile } from './yaml-file.ts'

/** Every place where a YAML file departs from a schema that was compiled with `allErrors` and `verbose`. */
export function shapeFaults(
  yaml: YamlFile,
  validate: ValidateFunction,
  code: string,
  hint = 'contracts/README.md says how it is written.',
): Fault[] {
  if (validate(yaml.value)) return []
  return explain(validate.errors ?? [], () => []).map((violation) => {
    const path = pathOf(violation.pointer)
    const isUnknown = violation.keyword === 'additionalProperties'
    const name = path.at(-1) ?? ''
    const known = violation.params['known']
    return new Fault(
      code,
      isUnknown || violation.keyword === 'required' ? `"${name}": ${violation.message}` : violation.message,
      {
        place: yaml.place(path, { key: isUnknown }),
        hint: Array.isArray(known) && known.length > 0 ? nameHint(name, known.map(String)) : hint,
      },
    )
  })
}
