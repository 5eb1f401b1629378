import type { Exchange } from '../capture/exchange.ts'
import type { ProviderId, Surface } from '../contract/surface.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { PlannedRoute, Profile, UpstreamPlan, VirtualUser } from '../gateways/adapter.ts'
import type { CaseReport } from '../report/run-report.ts'
import { addressCanaries } from '../scenario/addresses.ts'
import { caseFacts } from '../scenario/case-facts.ts'
import { reportCase } from '../scenario/case-report.ts'
import { createClient } from '../scenario/client.ts'
import { clientHeaders, settled } from '../scenario/drive.ts'
import { mintMasterKey } from '../scenario/identity.ts'
import type { PlannedCase } from '../scenario/planned.ts'
import { bundled } from './bundled.ts'
import { type CallExpectation, ownStep } from './own-step.ts'
import { planOwnCase } from './plan-own-case.ts'

export interface OwnCaseOptions {
  /** What the client speaks. */
  readonly client: Surface
  /** What the gateway has to call. */
  readonly upstream: `${ProviderId}/${Surface}`
  /** How the gateway is configured; what is left out is empty. */
  readonly route?: Partial<
    Pick<PlannedRoute, 'model' | 'apiVersion' | 'drop' | 'defaults' | 'forwardHeaders' | 'retries'>
  >
  /** What the gateway's documentation says it adds, drops and shows. Default: nothing. */
  readonly profile?: Profile
  /** Tells the cases of one test apart, and names them in reports. Default: `own`. */
  readonly name?: string
  /** The same seed and name mint the same secrets. Default: `watertight`. */
  readonly seed?: string
}

export interface Call {
  /** Beside the client's own, each of which carries a canary, or in place of one of the same name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Default: an answer with status 200. */
  readonly expect?: CallExpectation
}

/** One case that a test drives itself: what its gateway is configured to, its client, and the judgement. */
export interface OwnCase {
  /** Its name in the journal, and in the path of `route.baseUrl`. */
  readonly token: string
  /** The provider's address, key and model for the gateway, and the alias by which the client calls them. */
  readonly route: PlannedRoute
  /** The client's identity: what the gateway knows of it must not travel. */
  readonly user: VirtualUser
  /** All of it, as an adapter is started with. */
  readonly plan: UpstreamPlan
  /** What the provider answers to the calls that follow: to the nth request the nth turn, then the last again. */
  script(...turns: readonly Turn[]): void
  /**
   * Sends this body as the client, with its key, and records it. Ends when the reply has been read, cut, or failed, and what
   * it caused at the provider is over.
   * @param url of the gateway: `http://127.0.0.1:4000/v1/chat/completions`
   * @param body its `model` is the route's alias unless it says another
   * @returns what was recorded at the client; without a reply it says why
   */
  call(url: string, body: Readonly<Record<string, unknown>>, call?: Call): Promise<Exchange>
  /** What was recorded so far, in order of arrival. */
  exchanges(hop?: Exchange['hop']): readonly Exchange[]
  /** Every check on everything so far. Secrets are named by role in it. */
  judge(): CaseReport
}

/** Of a gateway whose documentation says nothing. */
const silent: Profile = { documented: [] }

/**
 * Mints a case on running fakes: its secrets, its identity and its route. Nothing is sent.
 * @throws Fault E_SCENARIO_UPSTREAM
 */
export function mintCase(fakes: RunningFakes, options: OwnCaseOptions): OwnCase {
  const { seed = 'watertight', profile = silent } = options
  const masterKey = mintMasterKey(seed)
  let planned: PlannedCase = planOwnCase(fakes, { ...options, seed, masterKey })
  const { identity, route, token } = planned
  const urls: string[] = []
  let turns: readonly Turn[] = []
  fakes.allowKey(route.provider, route.apiKey, token)
  return {
    token,
    route,
    user: identity.user,
    plan: { routes: [route], users: [identity.user], masterKey },
    script: (...given) => {
      turns = given
    },
    call: async (url, body, { headers = {}, expect = {} } = {}) => {
      const index = planned.steps.length
      const step = ownStep({ surface: route.client, group: index, headers, body, turns, expect })
      urls.push(new URL(url).href)
      planned = { ...planned, steps: [...planned.steps, step] }
      fakes.script(token, index, step.turns)
      await using client = createClient({ journal: fakes.journal, localAddress: identity.clientIp })
      await client.send(
        {
          url,
          token,
          step: index,
          surface: step.surface,
          headers: clientHeaders(planned, step, identity.user.key, {}),
          body: Buffer.from(JSON.stringify({ model: route.alias, ...body })),
        },
        new AbortController().signal,
      )
      await settled(fakes.journal, planned)
      return recorded(fakes, token, index)
    },
    exchanges: (hop) => fakes.journal.exchanges({ token, ...(hop && { hop }) }),
    judge: () => {
      const addresses = addressCanaries(urls, [route.baseUrl])
      const facts = caseFacts(planned, fakes.journal, { ...bundled(), profile, addresses })
      return { ...reportCase(planned, facts, { elapsedMs: 0 }, ''), reproduce: 'the test itself' }
    },
  }
}

function recorded(fakes: RunningFakes, token: string, step: number): Exchange {
  const [exchange] = fakes.journal.exchanges({ token, hop: 'client', step })
  if (exchange === undefined) throw new Error('the client records what it sends before it sends it')
  return exchange
}
