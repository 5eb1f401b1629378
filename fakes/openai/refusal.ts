import type { Refusal } from '../../src/contract/contract.ts'
import { type RuleName, ruleId } from './rules.ts'

interface Extras {
  readonly type?: string
  readonly code?: string
  readonly hint: string
}

/** A refusal in the name of one of our rules, `param` empty. */
export function refusal(name: RuleName, status: number, message: string, extras: Extras): Refusal {
  const { type = 'invalid_request_error', code = null, hint } = extras
  return { rule: ruleId(name), status, message, type, param: null, code, hint }
}
