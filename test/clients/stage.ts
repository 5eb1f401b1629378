import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { fakes } from '../../fakes/index.ts'
import { parsedJson } from '../../src/capture/body.ts'
import type { Exchange } from '../../src/capture/exchange.ts'
import { loadContracts } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { type StartFakesOptions, startFakes } from '../../src/fake-kit/start-fakes.ts'
import type { Turn } from '../../src/fake-kit/turn.ts'

/** Every fake there is, with its real contract, at level `real`: what a client must get along with. */
export function startStage(options: Pick<StartFakesOptions, 'settings' | 'tls'> = {}): Promise<RunningFakes> {
  return startFakes({ definitions: fakes, contracts: loadContracts(packagePath('contracts')), ...options })
}

/** One case at one fake, with a path and a key of its own. */
export interface Play {
  readonly baseUrl: string
  readonly key: string
  /** Bodies of the requests, parsed, after making sure that there were so many and that each was accepted. */
  accepted(count: number): Promise<readonly unknown[]>
  /** The only request, which must have been refused by this rule. */
  refused(rule: string): Promise<Exchange>
}

/**
 * Without turns the fake answers as it sees fit.
 * @param givenKey of a client that cannot have any key
 */
export function play(
  running: RunningFakes,
  provider: ProviderId,
  turns: readonly Turn[] = [],
  givenKey?: string,
): Play {
  const token = randomUUID()
  const key = givenKey ?? `sk-watertight-${token}`
  const baseUrl = running.baseUrl(provider, token)
  running.allowKey(provider, key, token)
  if (turns.length > 0) running.script(token, 0, turns)
  const recorded = async () => {
    await running.journal.settled({ token }, 5000)
    return running.journal.exchanges({ token })
  }
  return {
    baseUrl,
    key,
    accepted: async (count) => {
      const exchanges = await recorded()
      expect(exchanges.map(({ verdict }) => verdict)).toEqual(Array(count).fill({ kind: 'accepted' }))
      return exchanges.map(({ request }) => parsedJson(request.body))
    },
    refused: async (rule) => {
      const exchanges = await recorded()
      expect(exchanges.map(({ verdict }) => verdict)).toEqual([expect.objectContaining({ kind: 'refused', rule })])
      const [exchange] = exchanges
      if (exchange === undefined) throw new Error('nothing was recorded')
      return exchange
    },
  }
}
