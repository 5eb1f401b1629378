import type { JudgeOptions, Refusal, Violation } from '../contract.ts'
import { isRecord, pathOf } from '../pointer.ts'
import { compareRanks, fieldPlace, keyPlaces } from '../schema/rank.ts'
import type { Surface } from '../surface.ts'
import type { CompiledRule } from './compile-rule.ts'
import { type CompiledLimit, familyFinder, limitsOf } from './models.ts'
import { phases } from './phase.ts'
import type { RefusalBook } from './read-rules.ts'
import type { Objection } from './trigger.ts'
import type { ModelFamily, ModelLimit } from './written.ts'

export interface JudgedOperation {
  readonly surface: Surface | undefined
  readonly fieldOrder: readonly string[]
}

/** What the provider says to a body with these violations: one refusal, or `null`. Total: any JSON value may come. */
export type Judge = (body: unknown, violations: readonly Violation[], options: JudgeOptions) => Refusal | null

interface Ground extends Objection {
  readonly rule: CompiledRule
}

/** The rules that hold for one operation and one kind of model. */
interface Applicable {
  readonly claiming: readonly CompiledRule[]
  readonly looking: readonly CompiledRule[]
  readonly limiting: readonly { readonly rule: CompiledRule; readonly limit: CompiledLimit }[]
}

const none: ReadonlySet<string> = new Set()

export function operationJudge(book: RefusalBook, operation: JudgedOperation): Judge {
  const familyOf = familyFinder(book.families)
  const applicable = new Map<ModelFamily | undefined, Applicable>()
  return (body, violations, { level = 'real', relaxed = none }) => {
    const model = isRecord(body) && typeof body['model'] === 'string' ? body['model'] : ''
    const family = familyOf(model)
    const rules = applicable.get(family) ?? select(book.rules, operation.surface, family)
    applicable.set(family, rules)
    const own = level === 'real' ? ownGrounds(rules, body) : []
    if (own.length === 0 && violations.length === 0) return null
    const grounds = [...own, ...violationGrounds(rules, violations, body)].filter(({ rule }) => !relaxed.has(rule.id))
    if (grounds.length === 0) return null
    const first = firstOf(grounds, operation.fieldOrder, body)
    return first === undefined ? null : refusal(first, grounds, body)
  }
}

function select(
  rules: readonly CompiledRule[],
  surface: Surface | undefined,
  family: ModelFamily | undefined,
): Applicable {
  const fitting = rules.filter(({ written }) => {
    if (written.surfaces !== undefined && !(surface !== undefined && written.surfaces.includes(surface))) return false
    if (written.wording !== undefined && written.wording !== (family?.wording ?? 'modern')) return false
    return written.reasoning === undefined || written.reasoning === (family?.reasoning ?? false)
  })
  return {
    claiming: fitting.filter((rule) => rule.claims !== undefined),
    looking: fitting.filter((rule) => rule.looks !== undefined),
    limiting: limitsOf(family, surface).flatMap((limit) => {
      const rule = fitting.find(({ written }) => written.limits !== undefined && written.id === limit.limit.rule)
      return rule === undefined ? [] : [{ rule, limit }]
    }),
  }
}

/** What rules see that is no violation of the contract. Mostly nothing, and then nothing is built. */
function ownGrounds(rules: Applicable, body: unknown): Ground[] {
  const grounds: Ground[] = []
  for (const rule of rules.looking) {
    const objections = rule.looks?.(body)
    if (objections === undefined || objections.length === 0) continue
    for (const objection of objections) grounds.push({ ...objection, rule })
  }
  for (const { rule, limit } of rules.limiting) {
    for (const pointer of limit.exceeded(body)) grounds.push({ rule, pointer, params: limitParams(limit.limit) })
  }
  return grounds
}

function limitParams({ except, use, maximum, allowed }: ModelLimit): Ground['params'] {
  return { except, use, limit: maximum, allowedValues: allowed }
}

/** Each violation is spoken for by the first rule that claims it, also when that rule is relaxed afterwards. */
function violationGrounds(rules: Applicable, violations: readonly Violation[], body: unknown): Ground[] {
  return violations.flatMap((violation) => {
    const rule = rules.claiming.find((one) => one.claims?.(violation, body))
    return rule === undefined ? [] : [{ rule, pointer: violation.pointer, params: violation.params }]
  })
}

const keywise: ReadonlySet<number> = new Set([phases.indexOf('gate'), phases.indexOf('unknown')])
const fieldwise: ReadonlySet<number> = new Set([phases.indexOf('presence'), phases.indexOf('fields')])

/** The first in the provider's order; of equals the first found, so that a rule of its own goes before a violation. */
function firstOf(grounds: readonly Ground[], fieldOrder: readonly string[], body: unknown): Ground | undefined {
  const placeOf = keyPlaces(body)
  const rank = ({ rule, pointer }: Ground) => {
    const field = pathOf(pointer)[0] ?? ''
    if (keywise.has(rule.phase)) return [rule.phase, placeOf(field)]
    return [rule.phase, fieldwise.has(rule.phase) ? fieldPlace(field, fieldOrder) : 0]
  }
  const ranks = new Map(grounds.map((ground) => [ground, rank(ground)]))
  const rankOf = (ground: Ground) => ranks.get(ground) ?? []
  return grounds.toSorted((a, b) => compareRanks(rankOf(a), rankOf(b)))[0]
}

function refusal(ground: Ground, grounds: readonly Ground[], body: unknown): Refusal {
  const { rule, pointer, params } = ground
  const all = grounds.filter((other) => other.rule === rule).map((other) => other.pointer)
  const words = { body, pointer, params, all }
  return {
    rule: rule.id,
    status: rule.written.status ?? 400,
    message: rule.message(words),
    type: rule.written.type === undefined ? 'invalid_request_error' : rule.written.type,
    param: rule.param?.(words) ?? null,
    code: rule.code?.(words) ?? null,
    ...(rule.written.envelope === undefined ? {} : { envelope: rule.written.envelope }),
    pointer,
    hint: relaxHint(rule.id),
  }
}

export function relaxHint(id: string): string {
  return `To let this pass, relax ${id} and give a reason.`
}
