import type { Violation } from '../contract/contract.ts'
import { isRecord, pathOf } from '../contract/pointer.ts'

/** Gateways add members of their own to replies, and clients pass over what they do not know. */
const ofUnknownMembers: ReadonlySet<string> = new Set(['additionalProperties', 'unevaluatedProperties'])

/** What a contract finds in a document. */
export type Judge = (document: unknown) => readonly Violation[]

/**
 * What clients fall over. To them a member that is null is one that is not there: where either would do, nothing is
 * missing.
 */
export function seriousViolations(document: unknown, judge: Judge): readonly Violation[] {
  if (judge(document).every(isHarmless)) return []
  const bare = withoutNulls(document)
  const missing = judge(bare).flatMap(({ keyword, pointer }) => (keyword === 'required' ? [pointer] : []))
  return judge(missing.reduce(withNull, bare))
    .filter((violation) => !isHarmless(violation))
    .map((violation) => (missing.includes(violation.pointer) ? { ...violation, message: absent } : violation))
}

const absent = 'is not there'

function isHarmless({ keyword }: Violation): boolean {
  return ofUnknownMembers.has(keyword)
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isRecord(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]))
}

function withNull(document: unknown, pointer: string): unknown {
  const [step, ...rest] = pathOf(pointer)
  return step === undefined ? null : nullAt(document, step, rest)
}

function nullAt(value: unknown, step: string, [next, ...rest]: readonly string[]): unknown {
  const inner = (member: unknown) => (next === undefined ? null : nullAt(member, next, rest))
  if (Array.isArray(value)) return value.map((element, index) => (String(index) === step ? inner(element) : element))
  return isRecord(value) ? { ...value, [step]: inner(value[step]) } : value
}
