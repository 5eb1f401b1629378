import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { Fault, throwFaults } from '../contract/fault.ts'
import { isRecord } from '../contract/pointer.ts'
import { nearestNames } from '../contract/suggest.ts'
import { readYamlFile, shownPath, type YamlFile } from '../contract/yaml-file.ts'
import type { Combination } from './combine.ts'
import { placeholdersIn, reservedName } from './fill.ts'
import type { Axis, Scenario } from './scenario.ts'
import { type ScenarioValidator, scenarioValidator } from './validate.ts'

/**
 * The scenarios below `root` that fit any of the patterns, in order of their ids; all
 * of them without a pattern. A pattern is an id (`bridge/stop`), a glob over ids (`bridge/**`) or a path of a file.
 * @throws Fault | Faults E_SCENARIO_* with the place of every mistake in the chosen files
 */
export function loadScenarios(root: string, patterns: readonly string[] = []): readonly Scenario[] {
  const ids = scenarioIds(root)
  if (ids.length === 0) {
    throw new Fault('E_SCENARIO_NONE', `there are no scenarios below ${shownPath(root)}`, {
      hint: 'Give the folder that holds them: --scenarios DIR.',
    })
  }
  const chosen =
    patterns.length === 0 ? ids : [...new Set(patterns.flatMap((pattern) => chooseIds(root, ids, pattern)))].sort()
  const validator = scenarioValidator()
  const faults: Fault[] = []
  const scenarios = chosen.flatMap((id) => {
    const yaml = readYamlFile(join(root, `${id}.yaml`))
    const found = faultsIn(yaml, id, validator)
    faults.push(...found)
    return found.length === 0 ? [toScenario(yaml)] : []
  })
  throwFaults(faults)
  return scenarios
}

function scenarioIds(root: string): string[] {
  if (!existsSync(root)) return []
  return (
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) =>
        file
          .split(sep)
          .join('/')
          .replace(/\.yaml$/, ''),
      )
      // A scenario has a family; the lists beside them are no scenarios.
      .filter((id) => /^(?!(?:baselines|gateways)\/).+\//.test(id))
      .sort()
  )
}

function chooseIds(root: string, ids: readonly string[], pattern: string): readonly string[] {
  const wanted = asIdPattern(root, pattern)
  const fits = globTester(wanted)
  const chosen = ids.filter((id) => fits(id))
  if (chosen.length > 0) return chosen
  const near = nearestNames(wanted, ids, 6).slice(0, 3)
  throw new Fault('E_SCENARIO_UNKNOWN', `no scenario fits ${pattern}`, {
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'watertight list scenarios shows what there is.',
  })
}

/** `scenarios/bridge/stop.yaml`, as a shell completes it, is `bridge/stop`. */
function asIdPattern(root: string, pattern: string): string {
  const below = relative(root, resolve(pattern)).split(sep).join('/')
  return (below.startsWith('..') ? pattern.replace(/^(?:\.\/)?scenarios\//, '') : below)
    .replace(/\.yaml$/, '')
    .replace(/\/$/, '/**')
}

/** `**` spans folders, `*` stays inside one; a folder's name means everything in it. */
function globTester(pattern: string): (id: string) => boolean {
  const source = pattern
    .split(/(\*\*|\*|\?)/)
    .map((part) => globParts[part] ?? part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('')
  const expression = new RegExp(`^${source}(?:/.*)?$`)
  return (id) => expression.test(id)
}

const globParts: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '?': '[^/]' }

function faultsIn(yaml: YamlFile, id: string, validator: ScenarioValidator): Fault[] {
  const faults = [...validator.faults(yaml, yaml.value)]
  if (faults.length > 0 || !isRecord(yaml.value)) return faults
  const { value } = yaml
  if (value['id'] !== id) {
    faults.push(
      new Fault('E_SCENARIO_ID', `the id ${String(value['id'])} is not the path of the file`, {
        place: yaml.place(['id']),
        hint: `Write id: ${id}, or move the file.`,
      }),
    )
  }
  return [...faults, ...axisFaults(yaml, value)]
}

function axisFaults(yaml: YamlFile, value: Record<string, unknown>): Fault[] {
  const axes = new Set(isRecord(value['matrix']) ? Object.keys(value['matrix']) : [])
  const used = ['provider', 'route', 'steps'].flatMap((part) => placeholdersIn(value[part], [part]))
  const names = new Set(used.map(({ name }) => name))
  const route = isRecord(value['route']) ? value['route'] : {}
  const isNamed = route['upstream'] !== undefined || route['<<'] !== undefined
  if (!isNamed) names.add('upstream')
  const unknown = used
    .filter(({ name }) => !axes.has(name))
    .map(
      ({ name, path }) =>
        new Fault('E_SCENARIO_AXIS', `$${name} is no axis of the matrix`, {
          place: yaml.place(path),
          hint: `Axes: ${[...axes].join(', ') || 'none'}. Write $$${name} for the text itself.`,
        }),
    )
  const idle = [...axes]
    .filter((name) => !names.has(name) && name !== reservedName)
    .map(
      (name) =>
        new Fault('E_SCENARIO_AXIS', `the axis ${name} is not used`, {
          place: yaml.place(['matrix', name], { key: true }),
          hint: `Put $${name} where its values belong, or remove it.`,
        }),
    )
  const reserved = axes.has(reservedName)
    ? [
        new Fault(
          'E_SCENARIO_AXIS',
          `an axis cannot be called ${reservedName}: $${reservedName} means something else`,
          {
            place: yaml.place(['matrix', reservedName], { key: true }),
            hint: 'Give it another name.',
          },
        ),
      ]
    : []
  const homeless = !isNamed && !axes.has('upstream')
  const missing = homeless
    ? [
        new Fault('E_SCENARIO_UPSTREAM', 'no provider surface is named', {
          place: yaml.place(['route']),
          hint: 'Write route: { upstream: openai/responses }, or an axis upstream in the matrix.',
        }),
      ]
    : []
  return [...reserved, ...unknown, ...idle, ...missing]
}

function toScenario(yaml: YamlFile): Scenario {
  const value = yaml.value as Omit<Scenario, 'axes' | 'combination' | 'template' | 'yaml'> & {
    readonly combine?: Combination
    readonly matrix?: Readonly<Record<string, unknown>>
    readonly provider?: unknown
    readonly route?: unknown
    readonly steps: readonly unknown[]
  }
  return {
    id: value.id,
    title: value.title,
    why: value.why.trim(),
    sources: value.sources,
    severity: value.severity,
    needs: value.needs ?? [],
    axes: Object.entries(value.matrix ?? {}).map(([name, values]) => toAxis(name, values)),
    combination: value.combine ?? 'all',
    template: { provider: value.provider ?? {}, route: value.route ?? {}, steps: value.steps },
    yaml,
  }
}

function toAxis(name: string, values: unknown): Axis {
  if (isRecord(values)) return { name, values: Object.entries(values).map(([label, value]) => ({ label, value })) }
  const list = Array.isArray(values) ? values : []
  const labels = list.map((value: unknown) => labelOf(value))
  return {
    name,
    values: list.map((value: unknown, index) => {
      const label = labels[index] ?? ''
      const twin = labels.indexOf(label) !== labels.lastIndexOf(label)
      return { label: twin ? `${label}~${index + 1}` : label, value }
    }),
  }
}

/** Short, readable, free of what a shell or a case id would trip over. */
function labelOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(labelOf).join('+')
  if (isRecord(value)) return Object.keys(value).join('+') || 'empty'
  return (
    String(value)
      .replaceAll(/[,[\]='\s]+/g, '-')
      .slice(0, 40) || 'empty'
  )
}
