import type { ProviderContract } from '../contract/contract.ts'
import { Fault, throwFaults } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { Dialect } from './dialect.ts'
import type { OperationHandler } from './reply.ts'

/** One provider, as it can be served. */
export interface FakeDefinition {
  readonly id: ProviderId
  readonly dialect: Dialect
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

function mismatch(code: string, provider: ProviderId, what: string): Fault {
  return new Fault(code, `${provider}: ${what}`, {
    kind: 'harness',
    hint: `Give contracts/${provider}/ and fakes/${provider}/ the same operations.`,
  })
}
