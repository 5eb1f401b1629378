import type { ProviderContract, RefusalRule, RefusalWords } from '../contract/contract.ts'
import { Fault, throwFaults } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { Dialect } from './dialect.ts'
import type { OperationHandler } from './reply.ts'

/** A rule by which a fake refuses what no contract can describe, and how it is known. */
export interface FakeRule extends Pick<RefusalRule, 'id' | 'title' | 'evidence'> {
  /** What it says whatever is refused; then a script may have it said. */
  readonly words?: RefusalWords
}

/** One provider, as it can be served. */
export interface FakeDefinition {
  readonly id: ProviderId
  readonly dialect: Dialect
  /** Of the dialect and the handlers: the address, the credential, the bytes, and the state that earlier requests left. */
  readonly rules: readonly FakeRule[]
  /** Handlers by operationId, with a state of their own: called once per start. */
  handlers(): Readonly<Record<string, OperationHandler>>
}

/** @throws Fault | Faults E_OPERATION_WITHOUT_HANDLER, E_HANDLER_WITHOUT_OPERATION, both of kind harness */
export function bindHandlers(
  definition: FakeDefinition,
  contract: ProviderContract,
): ReadonlyMap<string, OperationHandler> {
  const handlers = new Map(Object.entries(definition.handlers()))
  const operations = new Set(contract.operations.map((operation) => operation.id))
  const missing = [...operations].filter((id) => !handlers.has(id))
  const idle = [...handlers.keys()].filter((id) => !operations.has(id))
  throwFaults([
    ...missing.map((id) =>
      mismatch('E_OPERATION_WITHOUT_HANDLER', definition.id, `nobody handles the operation ${id}`),
    ),
    ...idle.map((id) => mismatch('E_HANDLER_WITHOUT_OPERATION', definition.id, `no contract has the operation ${id}`)),
  ])
  return handlers
}

/** @throws Fault E_RULE_UNKNOWN: a rule that is misspelt would silently stay in force */
export function checkRelaxed(
  relaxed: ReadonlySet<string>,
  definition: FakeDefinition,
  contract: ProviderContract,
): ReadonlySet<string> {
  const known = [...contract.rules, ...definition.rules].map((rule) => rule.id)
  const unknown = [...relaxed].filter((id) => !known.includes(id))
  throwFaults(
    unknown.map((id) => {
      const [nearest] = nearestNames(id, known, 5)
      const hint = nearest === undefined ? 'List the rules with their ids.' : `Did you mean "${nearest}"?`
      return new Fault('E_RULE_UNKNOWN', `${definition.id} has no rule "${id}" to relax`, { hint })
    }),
  )
  return relaxed
}

function mismatch(code: string, provider: ProviderId, what: string): Fault {
  return new Fault(code, `${provider}: ${what}`, {
    kind: 'harness',
    hint: `Give contracts/${provider}/ and fakes/${provider}/ the same operations.`,
  })
}
