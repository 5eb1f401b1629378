import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../contract/fault.ts'
import { packagePath } from '../contract/package-path.ts'
import { nameHint } from '../contract/suggest.ts'
import { readYamlFile, type YamlFile } from '../contract/yaml-file.ts'
import { shapeFaults } from '../contract/yaml-shape.ts'

/** One thing that is known to be wrong with some versions of a gateway. */
export interface BaselineEntry {
  /** Its id; `run` for what is found outside of any case. */
  readonly scenario: string
  readonly check: string
  /** Labels of the scenario's cells, as they stand in a case id between the brackets. Absent: every case of the scenario. */
  readonly cells?: readonly string[]
  /** Versions as the gateway tells them. Absent: every version. */
  readonly versions?: readonly string[]
  /** Why it is so, in a sentence. Absent: nobody has looked at it yet. */
  readonly reason?: string
  /** Where it is tracked or documented. */
  readonly link?: string
  /** It is a matter of what happens first: a run without it does not make the entry stale. Needs versions and a reason. */
  readonly sometimes?: true
}

/** Known failures of one gateway. */
export interface Baseline {
  readonly gateway: string
  readonly known: readonly BaselineEntry[]
}

let compiled: ValidateFunction<Baseline> | undefined

/** A baseline and the file that it stands in. */
export interface BaselineFile {
  readonly baseline: Baseline
  readonly yaml: YamlFile
}

/** @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_BASELINE with the place of every mistake */
export function readBaseline(path: string): BaselineFile {
  const yaml = readYamlFile(path)
  compiled ??= compile()
  throwFaults(shapeFaults(yaml, compiled, 'E_BASELINE', 'scenarios/baselines/baseline.schema.json describes the file.'))
  // The validator has just said that it has this shape.
  return { baseline: yaml.value as Baseline, yaml }
}

/**
 * Entries whose cases do not exist would never be found stale.
 * @param cells the labels of every cell, by the id of those scenarios that are known
 * @throws Fault | Faults E_BASELINE_CELL
 */
export function checkCells({ baseline, yaml }: BaselineFile, cells: ReadonlyMap<string, readonly string[]>): void {
  throwFaults(
    baseline.known.flatMap(({ scenario, cells: named = [] }, index) => {
      const known = cells.get(scenario)
      if (known === undefined) return []
      return named
        .map((name, at) => ({ name, at }))
        .filter(({ name }) => !known.includes(name))
        .map(({ name, at }) => {
          const place = yaml.place(['known', index, 'cells', at])
          return new Fault('E_BASELINE_CELL', `${scenario} has no case ${name}`, { place, hint: nameHint(name, known) })
        })
    }),
  )
}

/** The package's own schema: the same file that editors use. */
function compile(): ValidateFunction<Baseline> {
  const schema: object = JSON.parse(readFileSync(packagePath('scenarios', 'baselines', 'baseline.schema.json'), 'utf8'))
  return new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile<Baseline>(schema)
}
