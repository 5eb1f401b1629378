import { Fault } from '../fault.ts'
import { nameHint } from '../suggest.ts'
import type { YamlFile, YamlPath } from '../yaml-file.ts'
import { conditions } from './conditions.ts'
import type { Matcher } from './matcher.ts'
import { phases } from './phase.ts'
import { compileTemplate, type Template } from './template.ts'
import { bodyLook, type ClaimsViolation, type LooksAtBody, violationClaim } from './trigger.ts'
import { placeholders } from './words.ts'
import type { WrittenRule } from './written.ts'

/** A rule that can judge and speak. */
export interface CompiledRule {
  readonly written: WrittenRule
  /** With the provider: `openai/unknown-parameter`. */
  readonly id: string
  /** Index of the phase. */
  readonly phase: number
  readonly claims: ClaimsViolation | undefined
  readonly looks: LooksAtBody | undefined
  readonly message: Template
  readonly param: Template | undefined
  readonly code: Template | undefined
}

/** Where a rule stands in its file. */
export interface RulePlace {
  readonly yaml: YamlFile
  readonly path: YamlPath
}

const triggers = ['on', 'when', 'find', 'limits'] as const

/** @returns the faults that keep it from compiling, or the rule */
export function compileRule(
  written: WrittenRule,
  provider: string,
  at: RulePlace,
  matcher: Matcher,
): CompiledRule | readonly Fault[] {
  const faults = [...triggerFaults(written, at), ...templateFaults(written, at)]
  if (faults.length > 0) return faults
  try {
    return {
      written,
      id: `${provider}/${written.id}`,
      phase: phases.indexOf(written.phase),
      claims: written.on && violationClaim(written.on, matcher),
      looks: bodyLook(written, matcher),
      message: compileTemplate(written.message).render,
      param: optionalTemplate(written.param),
      code: optionalTemplate(written.code),
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return [ruleFault(at, [], `a schema of this rule does not compile: ${message}`, 'Mend the schema.')]
  }
}

function optionalTemplate(text: string | null): Template | undefined {
  return text === null ? undefined : compileTemplate(text).render
}

function triggerFaults(written: WrittenRule, at: RulePlace): Fault[] {
  const present = triggers.filter((name) => written[name] !== undefined)
  if (present.length !== 1) {
    const has = present.length === 0 ? 'no trigger' : `several triggers: ${present.join(', ')}`
    return [ruleFault(at, [], `the rule has ${has}`, `Give it exactly one of ${triggers.join(', ')}.`)]
  }
  if (written.find !== undefined && !Object.hasOwn(conditions, written.find)) {
    return [
      ruleFault(at, ['find'], `unknown condition "${written.find}"`, nameHint(written.find, Object.keys(conditions))),
    ]
  }
  if (written.at !== undefined && written.when === undefined) {
    return [ruleFault(at, ['at'], '"at" belongs to "when"', 'Use "on: { at: … }" for a violation.')]
  }
  if (written.examples.length === 0 && !isCatchAll(written)) {
    return [ruleFault(at, ['examples'], 'a rule without an example', 'Give a request and the exact refusal.')]
  }
  return []
}

/** Speaks for any violation that no other rule speaks for. */
export function isCatchAll(written: WrittenRule): boolean {
  const { on, surfaces, wording, reasoning } = written
  return (
    on?.keyword === '*' &&
    Object.keys(on).length === 1 &&
    [surfaces, wording, reasoning].every((one) => one === undefined)
  )
}

function templateFaults(written: WrittenRule, at: RulePlace): Fault[] {
  return (['message', 'param', 'code'] as const).flatMap((member) =>
    compileTemplate(written[member] ?? '').unknown.map((name) =>
      ruleFault(at, [member], `unknown placeholder "{${name}}"`, nameHint(name, placeholders)),
    ),
  )
}

export function ruleFault(at: RulePlace, below: YamlPath, message: string, hint: string): Fault {
  return new Fault('E_CONTRACT_RULE', message, { place: at.yaml.place([...at.path, ...below]), hint })
}
