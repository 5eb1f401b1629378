import type { Operation, Refusal, RefusalRule, RefusalWords } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import type { FakeRule } from './definition.ts'
import type { Fake } from './fake.ts'
import type { ErrorReply, RawReply } from './reply.ts'
import type { Turn, TurnError, TurnErrorBody } from './turn.ts'

/**
 * What a turn says instead of anything that the surface would. `undefined`: it leaves the word to the surface.
 * @throws Fault E_TURN_RULE for a rule that this provider does not have
 */
export function scriptedReply(fake: Fake, operation: Operation, turn: Turn): ErrorReply | RawReply | undefined {
  if (turn.raw !== undefined) return { kind: 'raw', raw: turn.raw }
  return turn.error === undefined ? undefined : errorOf(fake, operation, turn.error)
}

function errorOf(fake: Fake, operation: Operation, error: TurnError): ErrorReply {
  if ('rule' in error) return { kind: 'error', refusal: exampleOf(fake, operation, error.rule) }
  const { status, headers } = error
  return { kind: 'error', refusal: scriptedRefusal(status, error.error), ...(headers === undefined ? {} : { headers }) }
}

/** A provider's error as a script words it. */
export function scriptedRefusal(status: number, { message, type, param, code }: TurnErrorBody): Refusal {
  const words = { message, type: type ?? null, param: param ?? null, code: code ?? null }
  return { rule: 'script/error', status, ...words, hint: 'The script of the case says so.' }
}

function exampleOf({ provider, rules }: Fake, operation: Operation, id: string): Refusal {
  const rule = rules.find((each) => each.id === id)
  const words = rule && wordsOf(rule, operation)
  if (words !== undefined) return { rule: id, hint: 'The script of the case says so.', ...words }
  const known = rules.filter((each) => wordsOf(each, operation) !== undefined).map((each) => each.id)
  throw new Fault('E_TURN_RULE', `${provider} has no rule ${id} to answer with`, { hint: nameHint(id, known) })
}

/** The words of a contract's rule depend on what is refused; those of its example, best of this operation, stand for all. */
function wordsOf(rule: FakeRule | RefusalRule, operation: Operation): RefusalWords | undefined {
  if (!('examples' in rule)) return rule.words
  const example = rule.examples.find((each) => each.operation === operation.id) ?? rule.examples[0]
  return example?.refusal
}
