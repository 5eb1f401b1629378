import type { RefusalRule } from '../contract.ts'
import type { CompiledRule } from './compile-rule.ts'
import { conditions } from './conversation.ts'
import { relaxHint } from './judge.ts'
import type { ModelFamily, ViolationTrigger, WrittenRule } from './written.ts'

/** Everything about a rule that a person may want to read. */
export function explainRule({ id, written }: CompiledRule, families: readonly ModelFamily[]): RefusalRule {
  const { title, phase, surfaces, message, param, code, evidence, envelope } = written
  const inEnvelope = envelope === undefined ? {} : { envelope }
  return {
    id,
    title,
    phase,
    surfaces: surfaces ?? [],
    condition: [triggerText(written, families), ...modelText(written)].join('; '),
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
      request: example.request,
      refusal: { status: written.status ?? 400, type: 'invalid_request_error', ...inEnvelope, ...example.refusal },
    })),
  }
}

function triggerText(written: WrittenRule, families: readonly ModelFamily[]): string {
  if (written.on !== undefined) return violationText(written.on)
  if (written.when !== undefined) return `the body matches ${JSON.stringify(written.when)}`
  if (written.find !== undefined) return conditions[written.find]?.says ?? written.find
  return limitText(written.id, families)
}

function violationText(on: ViolationTrigger): string {
  const keywords = [on.keyword].flat()
  const what = keywords.includes('*') ? 'the contract is broken' : `the contract is broken (${keywords.join(', ')})`
  const where = on.at === undefined ? '' : ` at ${on.at}`
  const limit = on.limit === undefined ? '' : `, limit ${on.limit}`
  const value = on.value === undefined ? '' : `, by a value that matches ${JSON.stringify(on.value)}`
  const parent = on.parent === undefined ? '' : `, in an object that matches ${JSON.stringify(on.parent)}`
  return `${what}${where}${limit}${value}${parent}`
}

function modelText(written: WrittenRule): string[] {
  const wording = written.wording === undefined ? [] : [`the model speaks the ${written.wording} words`]
  const reasoning =
    written.reasoning === undefined ? [] : [`the model ${written.reasoning ? 'reasons' : 'does not reason'}`]
  return [...wording, ...reasoning]
}

function limitText(rule: string, families: readonly ModelFamily[]): string {
  const uses = families.flatMap((family) => {
    const limits = Object.values(family.limits ?? {})
      .flat()
      .filter((limit) => limit.rule === rule)
    const fields = [...new Set(limits.flatMap((limit) => limit.fields))]
    return fields.length === 0 ? [] : [`${family.id} (${fields.join(', ')})`]
  })
  return `models.yaml limits ${uses.join('; ')}`
}
