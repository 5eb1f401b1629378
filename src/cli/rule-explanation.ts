import type { ConcernedFamily, Evidence, RefusalRule, RefusalWords } from '../contract/contract.ts'
import { phaseMeanings } from '../contract/refusal/phase.ts'
import type { ReplyMoment } from '../fake-kit/dialect.ts'
import { type Explanation, type Section, section } from './explanation.ts'
import type { ListedRule } from './listed-rules.ts'

export function explainListedRule(listed: ListedRule): Explanation {
  const { id, title, evidence } = listed.rule
  return {
    id,
    kind: 'rule',
    title,
    sections: [
      ...(listed.kind === 'contract' ? contractSections(listed.rule, listed) : wordSections(listed.rule.words)),
      ...section('Evidence', evidence.map(evidenceText)),
      ...(listed.kind === 'contract' ? exampleSections(listed.rule, listed) : answerSections(listed)),
      ...section('Relax', [listed.kind === 'contract' ? listed.rule.relax : `By its id, with a reason: ${id}`]),
    ],
  }
}

function contractSections(rule: RefusalRule, { provider }: ListedRule): readonly Section[] {
  const { condition, surfaces, families, phase, words } = rule
  const everywhere = `every operation of ${provider} with a body or parameters`
  return [
    ...section('When', [condition]),
    ...section('On', [surfaces.length === 0 ? everywhere : surfaces.join(', ')]),
    ...section('Models', families.length === 0 ? ['all'] : families.map(familyText)),
    ...section('Order', [phaseText(phase)]),
    ...wordSections(words),
  ]
}

/** `undefined`: what it says depends on the request. */
function wordSections(words: RefusalWords | undefined): readonly Section[] {
  if (words === undefined) return []
  return section('Words', [statusText(words), words.message, `param ${words.param}, code ${words.code}`])
}

function answerSections({ rule: { id, words }, fake }: Extract<ListedRule, { kind: 'fake' }>): readonly Section[] {
  return words === undefined ? [] : section('Answer', [String(words.status)], [answerText(id, words, fake)])
}

function familyText({ id, names, limits }: ConcernedFamily): string {
  return [`${id} (${names.join(' ')})`, ...limits].join('; ')
}

/** The place among the stages, because a provider reports one fault only: the first. */
function phaseText(phase: string): string {
  const stages = Object.entries(phaseMeanings)
  const place = stages.findIndex(([name]) => name === phase)
  const [name, meaning] = stages[place] ?? [phase, '']
  const before = stages.slice(0, place).map(([earlier]) => earlier)
  return `${name}: ${meaning}; ${before.length === 0 ? 'nothing goes before it' : `after ${before.join(', ')}`}`
}

function statusText({ status, type, envelope }: RefusalWords): string {
  return [String(status), type ?? 'no type', ...(envelope === undefined ? [] : [`${envelope} envelope`])].join(', ')
}

function evidenceText({ kind, source, date, note }: Evidence): string {
  const dated = date === undefined ? '' : `, ${date}`
  return `${kind}: ${source}${dated}${note === undefined ? '' : ` (${note})`}`
}

/** The first one shows the rule at work; the others are forms of its words. */
function exampleSections({ id, examples }: RefusalRule, { fake }: ListedRule): readonly Section[] {
  const [first] = examples
  if (first === undefined) return []
  const more = examples.length === 1 ? '' : `, the first of ${examples.length}`
  return [
    ...section(
      'Example',
      [`${first.operation}${more}`],
      [first.query === undefined ? JSON.stringify(first.request) : `?${first.query}`],
    ),
    ...section('Answer', [`${first.refusal.status}`], [answerText(id, first.refusal, fake)]),
  ]
}

const someMoment: ReplyMoment = { now: Date.UTC(2026, 0, 1) / 1000, limits: undefined }

/** The body as it is on the wire, where there is a fake that knows the envelope. */
function answerText(rule: string, refusal: RefusalWords, fake: ListedRule['fake']): string {
  if (fake === undefined) return JSON.stringify(refusal)
  const said = { ...refusal, rule, hint: '' }
  return fake.dialect.page?.(said)?.text ?? JSON.stringify(fake.dialect.envelope(said, someMoment))
}
