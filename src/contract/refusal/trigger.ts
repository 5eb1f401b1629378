import type { Violation } from '../contract.ts'
import { isRecord, valueAt } from '../pointer.ts'
import { conditions } from './conditions.ts'
import type { Condition } from './find.ts'
import type { Matcher } from './matcher.ts'
import { pointerPattern } from './pointer-pattern.ts'
import { parentOf } from './words.ts'
import type { ViolationTrigger, WrittenRule } from './written.ts'

/** What a rule objects to in one place. */
export interface Objection {
  readonly pointer: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Speaks for violations of the contract. */
export type ClaimsViolation = (violation: Violation, body: unknown) => boolean

/** Looks at a body by itself. */
export type LooksAtBody = (body: unknown) => readonly Objection[]

export function violationClaim(on: ViolationTrigger, matcher: Matcher): ClaimsViolation {
  const keywords = new Set([on.keyword].flat())
  const fits = on.at === undefined ? () => true : pointerPattern(on.at)
  const value = on.value && matcher(on.value)
  const parent = on.parent && matcher(on.parent)
  return (violation, body) => {
    if (!keywords.has('*') && !keywords.has(violation.keyword)) return false
    if (!fits(violation.pointer)) return false
    if (on.limit !== undefined && violation.params['limit'] !== on.limit) return false
    const found = valueAt(body, violation.pointer)
    if (value !== undefined && found !== undefined && !value(found)) return false
    return parent === undefined || parent(valueAt(body, parentOf(violation.pointer)))
  }
}

const nothing: readonly Objection[] = []

/** Of a rule with `when` or `find`; `undefined` for any other. */
export function bodyLook(rule: WrittenRule, matcher: Matcher): LooksAtBody | undefined {
  if (rule.when !== undefined) {
    const holds = matcher(rule.when)
    const objections = [{ pointer: rule.at ?? '', params: {} }]
    return (body) => (holds(body) ? objections : nothing)
  }
  const condition = rule.find === undefined ? undefined : conditions[rule.find]
  if (condition === undefined) return undefined
  return (body) => {
    if (!isAbout(condition, body)) return nothing
    const found = condition.find(body)
    return found.length === 0 ? nothing : found.map(({ pointer, ...params }) => ({ pointer, params }))
  }
}

function isAbout({ about }: Condition, body: unknown): boolean {
  return isRecord(body) && about.some((field) => body[field] !== undefined)
}
