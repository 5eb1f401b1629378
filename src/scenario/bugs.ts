import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { throwFaults } from '../contract/fault.ts'
import { packagePath } from '../contract/package-path.ts'
import { readYamlFile } from '../contract/yaml-file.ts'
import { shapeFaults } from '../contract/yaml-shape.ts'

/** A real bug of a gateway. */
export interface Bug {
  readonly area: string
  readonly what: string
  /** `owner/repo#n`, `owner/repo@commit`. */
  readonly sources: readonly string[]
  /** Why no scenario shows it. */
  readonly out?: string
}

/** Something that is made after real bugs. */
export interface Citing {
  readonly id: string
  readonly sources: readonly string[]
}

/** A bug with everything that shows it. */
export interface CoveredBug extends Bug {
  readonly scenarios: readonly string[]
  readonly defects: readonly string[]
  /** Those that its defects have to trip. */
  readonly checks: readonly string[]
}

/** @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_BUGS with the place of every mistake */
export function readBugs(): readonly Bug[] {
  const yaml = readYamlFile(packagePath('scenarios', 'bugs.yaml'))
  const schema: object = JSON.parse(readFileSync(packagePath('scenarios', 'bugs.schema.json'), 'utf8'))
  const validate = new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile<{ readonly bugs: Bug[] }>(
    schema,
  )
  const { value } = yaml
  if (validate(value)) return value.bugs
  throwFaults(shapeFaults(yaml, validate, 'E_BUGS', 'scenarios/bugs.schema.json describes the file.'))
  return []
}

/** Joins bugs with what cites one of their sources. Pure. */
export function coverageOf(
  bugs: readonly Bug[],
  scenarios: readonly Citing[],
  defects: readonly (Citing & { readonly trips: readonly string[] })[],
): readonly CoveredBug[] {
  return bugs.map((bug) => {
    const cites = ({ sources }: Citing) => sources.some((source) => bug.sources.includes(source))
    const own = defects.filter(cites)
    return {
      ...bug,
      scenarios: scenarios.filter(cites).map(({ id }) => id),
      defects: own.map(({ id }) => id),
      checks: [...new Set(own.flatMap(({ trips }) => trips))],
    }
  })
}
