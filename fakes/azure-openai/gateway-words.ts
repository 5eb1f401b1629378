import type { Refusal, RefusalWords } from '../../src/contract/contract.ts'
import { Fault } from '../../src/contract/fault.ts'
import { type GatewayRow, versionTable } from './version-table.ts'

/** Rows of `gateway` in contracts/azure-openai/api-versions.yaml. */
export type GatewayWords =
  | 'no-version'
  | 'unknown-version'
  | 'no-deployment'
  | 'wrong-key'
  | 'wrong-token'
  | 'wrong-audience'
  | 'not-permitted'
  | 'rate-limit'
  | 'tier-limit'
  | 'filtered-prompt'

/** What stands for `{name}` in the gateway's words. */
export type Names = Readonly<Record<string, string>>

/** A refusal of the gateway in its own words. @throws Fault E_VERSION_TABLE, of kind harness, when the table has none */
export function gatewayRefusal(id: GatewayWords, hint: string, names: Names = {}): Refusal {
  const row = versionTable().gateway.find((each) => each.id === id)
  if (row !== undefined) return refusalOf({ ...row, message: namedIn(row.message, names) }, hint)
  throw new Fault('E_VERSION_TABLE', `the gateway has no words for ${id}`, {
    kind: 'harness',
    hint: 'Add a row to `gateway` in contracts/azure-openai/api-versions.yaml.',
  })
}

/** A refusal of the gateway for something that the table tells of a version. */
export function badVersion(message: string, hint: string): Refusal {
  return refusalOf({ id: 'version-too-old', status: 400, code: 'BadRequest', message }, hint)
}

export function namedIn(message: string, names: Names): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole)
}

function refusalOf(row: Words, hint: string): Refusal {
  return { rule: `azure-openai/${row.id}`, hint, ...gatewayWords(row) }
}

export function gatewayWords({ status, code, message }: Words): RefusalWords {
  return { status, message, type: null, param: null, code: code ?? null, envelope: 'flat' }
}

type Words = Pick<GatewayRow, 'id' | 'status' | 'code' | 'message'>
