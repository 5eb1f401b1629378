import type { ContractFiles } from '../contract-files.ts'
import { Fault } from '../fault.ts'
import { nameHint } from '../suggest.ts'
import type { YamlFile } from '../yaml-file.ts'
import { type CompiledRule, compileRule, isCatchAll, ruleFault } from './compile-rule.ts'
import { type EntryFileKind, type EntryList, entryListReader } from './entry-list.ts'
import { type Matcher, ruleMatcher } from './matcher.ts'
import { modelFileShape, ruleFileShape } from './rule-shape.ts'
import type { ModelFamily, WrittenRule } from './written.ts'

/** How a provider says no: its rules in order, and its model families. */
export interface RefusalBook {
  readonly rules: readonly CompiledRule[]
  readonly families: readonly ModelFamily[]
}

export interface RefusalBookReading {
  readonly book: RefusalBook
  readonly faults: readonly Fault[]
}

const ruleFile: EntryFileKind = { list: 'rules', shape: ruleFileShape, code: 'E_CONTRACT_RULE' }
const modelFile: EntryFileKind = { list: 'families', shape: modelFileShape, code: 'E_CONTRACT_MODELS' }

/** @throws Fault E_FILE_UNREADABLE; Fault | Faults E_YAML_SYNTAX */
export type RefusalBookReader = (
  paths: { readonly rules: string; readonly models: string },
  provider: string,
) => RefusalBookReading

export function refusalBookReader(files: ContractFiles): RefusalBookReader {
  const readRules = entryListReader<WrittenRule>(ruleFile, files)
  const readFamilies = entryListReader<ModelFamily>(modelFile, files)
  const matcher = ruleMatcher(files.proven)
  return (paths, provider) => {
    const rules = readRules(paths.rules)
    const models = readFamilies(paths.models)
    const compiled = compileRules(rules, provider, matcher)
    const faults = [
      ...rules.faults,
      ...models.faults,
      ...compiled.faults,
      ...bookFaults(rules.entries, rules.yaml),
      ...limitFaults(models.entries, rules.entries, models.yaml),
      ...unaskedRules(models.entries, rules.entries, rules.yaml),
    ]
    return { book: { rules: compiled.rules, families: models.entries }, faults }
  }
}

function compileRules({ entries, yaml }: EntryList<WrittenRule>, provider: string, matcher: Matcher) {
  const rules: CompiledRule[] = []
  const faults: Fault[] = []
  for (const [index, one] of entries.entries()) {
    const result = compileRule(one, provider, { yaml, path: ['rules', index] }, matcher)
    if ('written' in result) rules.push(result)
    else faults.push(...result)
  }
  return { rules, faults }
}

/** What only the whole file shows: ids are unique, and no violation is left without words. */
function bookFaults(written: readonly WrittenRule[], yaml: YamlFile): Fault[] {
  if (written.length === 0) return []
  const twice = written.flatMap((rule, index) => {
    if (written.findIndex((other) => other.id === rule.id) === index) return []
    return [
      ruleFault(
        { yaml, path: ['rules', index] },
        ['id'],
        `the id "${rule.id}" stands twice`,
        'Give each rule an id of its own.',
      ),
    ]
  })
  const last = written.at(-1)
  if (last !== undefined && isCatchAll(last)) return twice
  const hint = 'End the file with a rule "on: { keyword: \'*\' }" for every surface and model.'
  return [...twice, ruleFault({ yaml, path: ['rules'] }, [], 'a violation may find no rule that speaks for it', hint)]
}

/** A limit names the rule that has its words. */
function limitFaults(families: readonly ModelFamily[], written: readonly WrittenRule[], yaml: YamlFile): Fault[] {
  if (written.length === 0) return []
  const ids = written.filter((rule) => rule.limits !== undefined).map((rule) => rule.id)
  return families.flatMap((family, index) =>
    Object.entries(family.limits ?? {}).flatMap(([surface, limits]) =>
      limits.flatMap((limit, position) => {
        if (ids.includes(limit.rule)) return []
        return [
          new Fault('E_CONTRACT_MODELS', `no rule "${limit.rule}" with "limits: models.yaml"`, {
            place: yaml.place(['families', index, 'limits', surface, position, 'rule']),
            hint: nameHint(limit.rule, ids),
          }),
        ]
      }),
    ),
  )
}

/** And such a rule is named by a limit. */
function unaskedRules(families: readonly ModelFamily[], written: readonly WrittenRule[], yaml: YamlFile): Fault[] {
  const limits = families.flatMap((family) => Object.values(family.limits ?? {}).flat())
  return written.flatMap((rule, index) => {
    if (rule.limits === undefined || limits.some((limit) => limit.rule === rule.id)) return []
    const at = { yaml, path: ['rules', index] }
    return [ruleFault(at, ['limits'], `no model family asks for "${rule.id}"`, 'Name it in models.yaml, or remove it.')]
  })
}
