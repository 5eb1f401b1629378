import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers'
import type { Exchange } from '../capture/exchange.ts'
import { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { ControlClient } from '../fake-kit/control/client.ts'
import type { JournalQuery, ProviderStatus, RefusedRequest, WaitQuery } from '../fake-kit/control/messages.ts'
import type { Turn } from '../fake-kit/turn.ts'
import { portOf } from './serve-settings.ts'
import { violationText } from './violation-text.ts'

/** What is known of a container that has started. */
export interface StartedWith {
  readonly control: ControlClient
  readonly apiKey: string
  /** Its name on the network that it shares with others. */
  readonly alias: string
  readonly providers: readonly ProviderStatus[]
}

/** Running fakes in a container. A `case` is a name of your own: requests to its base URL are told apart from all others. */
export class StartedFakeProvidersContainer extends AbstractStartedContainer {
  /** Everything else that the fakes can be told or asked. */
  readonly control: ControlClient
  readonly #with: StartedWith
  readonly #scripted = new Set<string>()

  constructor(container: StartedTestContainer, startedWith: StartedWith) {
    super(container)
    this.#with = startedWith
    this.control = startedWith.control
  }

  /** For clients on the host. @throws Fault E_PROVIDER_NOT_SERVED */
  baseUrl(provider: ProviderId, name?: string): string {
    this.#served(provider)
    return this.#url(provider, `${this.getHost()}:${this.getMappedPort(portOf(provider))}`, name)
  }

  /** For a gateway in another container of the same network. @throws Fault E_PROVIDER_NOT_SERVED */
  networkUrl(provider: ProviderId, name?: string): string {
    return this.#url(provider, `${this.#with.alias}:${portOf(provider)}`, name)
  }

  /** @throws Fault E_PROVIDER_NOT_SERVED */
  apiKey(provider: ProviderId): string {
    this.#served(provider)
    return this.#with.apiKey
  }

  /** The nth request of the case is answered with the nth turn, then with the last again. */
  async script(name: string, ...turns: readonly Turn[]): Promise<void> {
    await this.control.script(name, { turns })
    this.#scripted.add(name)
  }

  /** All that arrived, in order of arrival, unless a limit is given. */
  async exchanges(query: JournalQuery = {}): Promise<readonly Exchange[]> {
    const found: Exchange[] = []
    let after = query.after
    for (;;) {
      const page = await this.control.journal({ ...query, ...(after === undefined ? {} : { after }) })
      found.push(...page.exchanges)
      if (page.next === null || query.limit !== undefined) return found
      after = page.next
    }
  }

  /** The first that fits, once it is over. @throws Fault E_CONTAINER_NO_EXCHANGE when time is out, 5 s unless it is said */
  async waitForExchange(query: WaitQuery = {}): Promise<Exchange> {
    const { exchanges, reached } = await this.control.wait(query)
    const [first] = exchanges
    if (reached && first !== undefined) return first
    const all = await this.control.journal()
    const seen = all.exchanges.map(({ id, token = 'no case', request }) => `${id} ${token} ${request.target}`)
    throw new Fault('E_CONTAINER_NO_EXCHANGE', `no request came that fits ${JSON.stringify(query)}`, {
      hint:
        seen.length === 0 ? 'Nothing came at all: see where the gateway sends to.' : `There are: ${seen.join(', ')}`,
    })
  }

  /** What was refused, or would have been at another level; the last first. */
  violations(name?: string): Promise<readonly RefusedRequest[]> {
    return this.control.violations(name === undefined ? {} : { case: name })
  }

  /** Nothing came yet, and nothing is scripted. Levels, relaxed rules and limits stay. */
  async reset(): Promise<void> {
    for (const name of this.#scripted) await this.control.script(name, { turns: [] })
    this.#scripted.clear()
    await this.control.clear()
  }

  /**
   * Every request was one that its provider takes, and at least one came.
   * @throws Fault E_CONTAINER_NOT_CLEAN with every violation, or with what a fake itself did wrong
   */
  async expectClean(name?: string): Promise<void> {
    const [violations, { faults }, came] = await Promise.all([
      this.violations(name),
      this.control.health(),
      this.control.journal({ limit: 1, ...(name === undefined ? {} : { case: name }) }),
    ])
    const wrong = [...faults.map(({ code, message }) => `${message} [${code}]`), ...violations.map(violationText)]
    if (wrong.length === 0 && came.exchanges.length > 0) return
    throw new Fault('E_CONTAINER_NOT_CLEAN', wrong.length === 0 ? 'no request came at all' : wrong.join('\n'), {
      hint: 'exchanges() has the bytes of every request.',
    })
  }

  #url(provider: ProviderId, host: string, name: string | undefined): string {
    const versionPath = new URL(this.#served(provider).baseUrl).pathname.replace(/\/$/, '')
    return `http://${host}${name === undefined ? '' : `/~${name}`}${versionPath}`
  }

  #served(provider: ProviderId): ProviderStatus {
    const { providers } = this.#with
    const found = providers.find(({ id }) => id === provider)
    if (found !== undefined) return found
    throw new Fault('E_PROVIDER_NOT_SERVED', `the container serves no ${provider}`, {
      hint: `It serves ${providers.map(({ id }) => id).join(', ')}; withProviders says which.`,
    })
  }
}
