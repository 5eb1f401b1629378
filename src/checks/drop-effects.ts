import { withDefaults } from '../account/defaults.ts'
import { isWithinAny, sameJson } from '../account/leaves.ts'
import type { OriginRow } from '../account/ledger.ts'
import { type Pointer, valueAt } from '../contract/pointer.ts'
import type { AccountedRequest } from './check.ts'
import type { CaseFacts } from './facts.ts'

/**
 * What the drop list changes besides the fields that it names: where something of the client's or the route's arrived without
 * the list that does not arrive with it, as pointers into the request without. Its place may be another: where an element of
 * a list is dropped, the later ones move up. What the gateway adds by itself may go with the field that it was added for.
 */
export function changedBesides(
  facts: CaseFacts,
  { account, control, clientBody, upstreamBody }: AccountedRequest,
): readonly Pointer[] {
  if (control === undefined) return []
  const completed = withDefaults(clientBody, facts.defaults ?? {}).body
  const dropped = new Set(facts.drop.flatMap((path) => path.pointersIn(completed)))
  const arrived = Map.groupBy(account.ledger.origins, sourceOf)
  return control.ledger.origins
    .filter(({ client }) => client.length > 0 && !client.some((pointer) => isWithinAny(pointer, dropped)))
    .filter((row) => {
      const value = valueAt(control.body, row.upstream)
      return !arrived.get(sourceOf(row))?.some(({ upstream }) => sameJson(valueAt(upstreamBody, upstream), value))
    })
    .map(({ upstream }) => upstream)
}

function sourceOf({ client }: OriginRow): string {
  return client.join(' ')
}
