import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { Fault } from '../contract/fault.ts'
import { packagePath } from '../contract/package-path.ts'
import { isRecord, pathOf, valueAt } from '../contract/pointer.ts'
import { nameHint } from '../contract/suggest.ts'
import type { YamlFile } from '../contract/yaml-file.ts'

export interface ScenarioValidator {
  /** Mistakes of `value`, which is the file's value or that value with placeholders filled in. */
  faults(yaml: YamlFile, value: unknown): readonly Fault[]
}

let compiled: ScenarioValidator | undefined

/** Checks against the package's `scenarios/scenario.schema.json`: the same file that editors use. */
export function scenarioValidator(): ScenarioValidator {
  compiled ??= compileValidator()
  return compiled
}

function compileValidator(): ScenarioValidator {
  const file = packagePath('scenarios', 'scenario.schema.json')
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isRecord(schema))
    throw new Fault('E_SCENARIO_SCHEMA', 'scenario.schema.json is not a schema', { kind: 'harness' })
  const validate = new Ajv2020({
    strict: true,
    allErrors: true,
    allowUnionTypes: true,
    strictRequired: false,
    verbose: true,
  }).compile(schema)
  return { faults: (yaml, value) => faultsOf(validate, yaml, value) }
}

function faultsOf(validate: ValidateFunction, yaml: YamlFile, value: unknown): Fault[] {
  if (validate(value)) return []
  const told = new Set<string>()
  return deepest(validate.errors ?? [])
    .map((error) => toFault(error, yaml, value))
    .filter((fault) => {
      const key = `${fault.place?.line}:${fault.place?.col}`
      const fresh = !told.has(key)
      told.add(key)
      return fresh
    })
}

/** A union tells of every branch; only what went furthest is what the author meant. A placeholder is what nobody mistypes. */
function deepest(errors: readonly ErrorObject[]): ErrorObject[] {
  const meant = errors.filter(({ schemaPath, keyword }) => keyword !== 'anyOf' && !schemaPath.includes('/$defs/axis'))
  const furthest = meant.filter((error) => !isLessMeant(error, meant))
  return furthest.length > 0 ? furthest : [...errors]
}

/** What is no list at all cannot have something wrong inside: that was said of another branch, which went further. */
function isLessMeant({ keyword, instancePath }: ErrorObject, errors: readonly ErrorObject[]): boolean {
  return keyword === 'type' && errors.some((other) => goesInto(other, instancePath))
}

/** Members that lack or are too many are inside, too. */
function goesInto({ keyword, instancePath }: ErrorObject, path: string): boolean {
  if (instancePath.startsWith(`${path}/`)) return true
  return instancePath === path && (keyword === 'required' || keyword === 'additionalProperties')
}

function toFault(error: ErrorObject, yaml: YamlFile, value: unknown): Fault {
  const steps = pathOf(error.instancePath).map((step, index, all) => {
    const parent = valueAt(
      value,
      all
        .slice(0, index)
        .map((each) => `/${each}`)
        .join(''),
    )
    return Array.isArray(parent) ? Number(step) : step
  })
  const where = steps.join('.') || 'the scenario'
  const extra: unknown = error.params['additionalProperty']
  if (typeof extra === 'string') {
    const known = isRecord(error.parentSchema?.['properties']) ? Object.keys(error.parentSchema['properties']) : []
    return new Fault('E_SCENARIO_KEY', `unknown key ${extra} in ${where}`, {
      place: yaml.place([...steps, extra], { key: true }),
      hint: nameHint(extra, known),
    })
  }
  return new Fault('E_SCENARIO_VALUE', `${where} ${problem(error)}`, {
    place: yaml.place(steps),
    hint: 'scenarios/scenario.schema.json describes every key.',
  })
}

function problem(error: ErrorObject): string {
  const allowed: unknown = error.params['allowedValues']
  if (Array.isArray(allowed)) return `has to be one of ${allowed.join(', ')}, not ${JSON.stringify(error.data)}`
  if (error.keyword === 'required') return `lacks the key ${String(error.params['missingProperty'])}`
  return error.keyword === 'false schema' ? 'must not stand here' : (error.message ?? error.keyword)
}
