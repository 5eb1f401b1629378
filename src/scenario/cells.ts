import { type Fault, throwFaults } from '../contract/fault.ts'
import { isRecord } from '../contract/pointer.ts'
import { combine } from './combine.ts'
import { fill } from './fill.ts'
import type { Cell, RawGroup, RawProvider, RawRoute, RawStep, Scenario } from './scenario.ts'
import { scenarioValidator } from './validate.ts'

/** One cell of a scenario's matrix with its placeholders filled in. */
export interface FilledScenario {
  /** `bridge/internal-metadata[stream=true,metadata=absent]` */
  readonly id: string
  readonly scenario: Scenario
  readonly cell: Cell
  readonly provider: RawProvider
  readonly route: RawRoute
  readonly steps: readonly (RawStep | RawGroup)[]
}

/**
 * Combinations of axis values, in the order of the file, the last axis fastest.
 * @throws Fault | Faults E_SCENARIO_* when a value does not fit the place it is put in
 */
export function fillScenario(scenario: Scenario): readonly FilledScenario[] {
  const validator = scenarioValidator()
  const faults: Fault[] = []
  const filled = cellsOf(scenario).map((cell): FilledScenario => {
    const route = { upstream: cell['upstream']?.value, ...members(fill(scenario.template.route, cell)) }
    const provider = fill(scenario.template.provider, cell)
    const steps = fill(scenario.template.steps, cell)
    const whole = { ...members(scenario.yaml.value), provider, route, steps }
    faults.push(...validator.faults(scenario.yaml, whole))
    const id = caseId(scenario.id, cell)
    // The validator has just said that they have this shape.
    return {
      id,
      scenario,
      cell,
      provider: provider as RawProvider,
      route: route as RawRoute,
      steps: steps as readonly (RawStep | RawGroup)[],
    }
  })
  throwFaults(faults)
  return filled
}

function members(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function cellsOf({ axes, combination }: Scenario): Cell[] {
  const choices = combine(
    axes.map(({ values }) => values.length),
    combination,
  )
  return choices.map((choice) =>
    Object.fromEntries(axes.flatMap(({ name, values }, axis) => pairOf(name, values[choice[axis] ?? 0]))),
  )
}

function pairOf<Value>(name: string, value: Value | undefined): (readonly [string, Value])[] {
  return value === undefined ? [] : [[name, value]]
}

function caseId(id: string, cell: Cell): string {
  const labels = Object.entries(cell).map(([name, { label }]) => `${name}=${label}`)
  return labels.length === 0 ? id : `${id}[${labels.join(',')}]`
}
