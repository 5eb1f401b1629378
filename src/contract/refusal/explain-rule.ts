import type { ConcernedFamily, RefusalRule } from '../contract.ts'
import type { CompiledRule } from './compile-rule.ts'
import { conditions } from './conditions.ts'
import { relaxHint } from './judge.ts'
import type { ModelFamily, ModelLimit, ViolationTrigger, WrittenRule } from './written.ts'

/** Everything about a rule that a person may want to read. */
export function explainRule({ id, written }: CompiledRule, families: readonly ModelFamily[]): RefusalRule {
  const { title, phase, surfaces, message, param, code, evidence, envelope } = written
  const inEnvelope = envelope === undefined ? {} : { envelope }
  return {
    id,
    title,
    phase,
    surfaces: surfaces ?? [],
    condition: triggerText(written),
    families: concerned(written, families),
    words: {
      status: written.status ?? 400,
      message,
      type: written.type === undefined ? 'invalid_request_error' : written.type,
      param,
      code,
      ...inEnvelope,
    },
    evidence,
    relax: relaxHint(id),
    examples: written.examples.map((example) => ({
      operation: example.operation,
      ...(example.query === undefined ? { request: example.request } : { query: example.query }),
      refusal: { status: written.status ?? 400, type: 'invalid_request_error', ...inEnvelope, ...example.refusal },
    })),
  }
}

function triggerText(written: WrittenRule): string {
  if (written.on !== undefined) return violationText(written.on)
  if (written.when !== undefined) return `the body matches ${JSON.stringify(written.when)}`
  if (written.find !== undefined) return conditions[written.find]?.says ?? written.find
  return 'the contract allows it, and the family of the model does not'
}

function violationText(on: ViolationTrigger): string {
  const keywords = [on.keyword].flat()
  const what = keywords.includes('*') ? 'the contract is broken' : `the contract is broken (${keywords.join(', ')})`
  const where = on.at === undefined ? '' : ` at ${on.at === '' ? 'the root' : on.at}`
  const limit = on.limit === undefined ? '' : `, limit ${on.limit}`
  const value = on.value === undefined ? '' : `, by a value that matches ${JSON.stringify(on.value)}`
  const parent = on.parent === undefined ? '' : `, in an object that matches ${JSON.stringify(on.parent)}`
  return `${what}${where}${limit}${value}${parent}`
}

function concerned(written: WrittenRule, families: readonly ModelFamily[]): ConcernedFamily[] {
  const { wording, reasoning } = written
  if (written.limits === undefined && wording === undefined && reasoning === undefined) return []
  return families.flatMap((family) => {
    if (wording !== undefined && wording !== family.wording) return []
    if (reasoning !== undefined && reasoning !== family.reasoning) return []
    const limits = limitsBy(written, family)
    return written.limits === undefined || limits.length > 0 ? [{ id: family.id, names: family.names, limits }] : []
  })
}

/** A rule that is for some surfaces leaves out what the family limits on others by a rule of the same id. */
function limitsBy({ id, surfaces }: WrittenRule, family: ModelFamily): string[] {
  return Object.entries(family.limits ?? {})
    .filter(([surface]) => surfaces === undefined || surfaces.some((one) => one === surface))
    .flatMap(([, limits]) => limits.filter((limit) => limit.rule === id).map(limitText))
}

function limitText({ fields, except, allowed, refused, maximum, unless }: ModelLimit): string {
  const spared = Object.entries(unless ?? {}).map(([pointer, values]) => `unless ${pointer} is ${orList(values)}`)
  return [
    fields.join(', '),
    ...(except === undefined ? [] : [`except ${except}`]),
    ...(allowed === undefined ? [] : [`outside ${allowed.join(', ')}`]),
    ...(refused === undefined ? [] : [`for ${refused.join(', ')}`]),
    ...(maximum === undefined ? [] : [`above ${maximum}`]),
    ...spared,
  ].join(', ')
}

function orList(values: readonly (string | number | boolean | null)[]): string {
  return values.map((value) => (value === null ? 'absent' : String(value))).join(' or ')
}
