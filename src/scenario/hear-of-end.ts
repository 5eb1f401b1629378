import { setTimeout as pause } from 'node:timers/promises'
import type { Exchange } from '../capture/exchange.ts'
import type { StartedGateway } from '../gateways/adapter.ts'

/** How much later than its end the word of it may come; a busy container engine takes seconds. */
const patienceMs = 5000

/**
 * Where a client finds nobody who listens, the gateway has most likely ended. Whether it has is waited for, so that what
 * cannot be tested any more is not taken for a fault of the gateway's.
 */
export async function hearOfEnd(gateway: StartedGateway, exchanges: readonly Exchange[]): Promise<void> {
  if (!exchanges.some(findsNobody)) return
  await Promise.race([gateway.died, pause(patienceMs, undefined, { ref: false })])
}

function findsNobody({ hop, failure }: Exchange): boolean {
  return hop === 'client' && failure?.includes('ECONNREFUSED') === true
}
