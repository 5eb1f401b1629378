import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers'
import { packageVersion } from '../cli/package-root.ts'
import { type ProviderId, providerIds } from '../contract/surface.ts'
import { createControlClient } from '../fake-kit/control/client.ts'
import type { FakeLevel } from '../fake-kit/fake.ts'
import type { RateLimit } from '../fake-kit/rate-limit.ts'
import { engineCause } from './engine-cause.ts'
import { controlPort, journalFolder, portOf, serveEnvironment } from './serve-settings.ts'
import { startFault } from './start-fault.ts'
import { StartedFakeProvidersContainer } from './started-fake-providers-container.ts'

const standardAlias = 'watertight'

function installHint(image: string): string {
  return `Build it with docker build --tag ${image} . in a checkout of Watertight, or name another one.`
}

/** The strict fakes in a container. Options hold from the start on; the started container changes the rest. */
export class FakeProvidersContainer extends GenericContainer {
  readonly #lines: string[] = []
  readonly #relaxed = new Map<string, string>()
  readonly #limits = new Map<ProviderId, readonly RateLimit[]>()
  #providers: readonly ProviderId[] = providerIds
  #level: FakeLevel = 'real'
  #apiKey = `sk-watertight-${randomBytes(16).toString('hex')}`
  #journal = false
  #onLine: (line: string) => void = () => {}
  #createdId: string | undefined

  /** @param image of this version of Watertight, unless it is said */
  constructor(image = `watertight:${packageVersion()}`) {
    super(image)
    this.withCommand(['serve']).withWaitStrategy(Wait.forLogMessage(/"event":"ready"/))
    this.hostConfig.ReadonlyRootfs = true
  }

  /** These and no others. */
  withProviders(...providers: readonly [ProviderId, ...ProviderId[]]): this {
    this.#providers = providers
    return this
  }

  /** Default: `real`. */
  withLevel(level: FakeLevel): this {
    this.#level = level
    return this
  }

  /** This rule does not refuse, for a reason that the journal keeps. */
  withRelaxedRule(rule: string, reason: string): this {
    this.#relaxed.set(rule, reason)
    return this
  }

  withRateLimits(provider: ProviderId, limits: readonly RateLimit[]): this {
    this.#limits.set(provider, limits)
    return this
  }

  /** Every provider accepts it. Default: one that is minted. */
  withApiKey(key: string): this {
    this.#apiKey = key
    return this
  }

  /** Keeps every exchange in `journal.sqlite`. @param folder of the host; the container's user, 10001, has to be let in */
  withJournal(folder: string): this {
    this.#journal = true
    return this.withBindMounts([{ source: folder, target: journalFolder }])
  }

  /** Told every line that the fakes say: JSON, `event` is `ready`, `refused` or `would-refuse`. */
  withOutput(listener: (line: string) => void): this {
    this.#onLine = listener
    return this
  }

  /** @throws Fault E_CONTAINER_ENGINE, E_CONTAINER_IMAGE, E_CONTAINER_PORT, E_CONTAINER_NOT_READY; then no container is left */
  override async start(): Promise<StartedFakeProvidersContainer> {
    this.#prepare()
    const image = this.imageName.string
    let started: StartedTestContainer | undefined
    try {
      started = await super.start()
      const control = createControlClient(`http://${started.getHost()}:${started.getMappedPort(controlPort)}`)
      for (const [rule, reason] of this.#relaxed) await control.relax(rule, reason)
      const [alias = standardAlias] = this.networkAliases
      return new StartedFakeProvidersContainer(started, {
        control,
        apiKey: this.#apiKey,
        alias,
        providers: await control.providers(),
      })
    } catch (error) {
      await started?.stop()
      await this.#remove()
      // What the control port says no to, for example an unknown rule, says already what is wrong.
      throw started === undefined ? startFault(image, await engineCause(error), this.#lines, installHint(image)) : error
    }
  }

  protected override async containerCreated(id: string): Promise<void> {
    this.#createdId = id
  }

  #prepare(): void {
    const providers = this.#providers
    const ports = [controlPort, ...providers.map(portOf)]
    this.withExposedPorts(...ports.filter((port) => !this.hasExposedPort(port)))
    this.withEnvironment(
      serveEnvironment({
        providers,
        level: this.#level,
        limits: this.#limits,
        apiKey: this.#apiKey,
        journal: this.#journal,
      }),
    )
    if (this.networkMode !== undefined && this.networkAliases.length === 0) this.withNetworkAliases(standardAlias)
    const consumer = this.logConsumer
    this.withLogConsumer((stream) => {
      this.#read(stream)
      consumer?.(stream)
    })
  }

  #read(stream: Readable): void {
    let rest = ''
    stream.on('data', (piece: Buffer | string) => {
      const lines = `${rest}${String(piece)}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines.filter((each) => each !== '')) {
        this.#lines.push(line)
        this.#onLine(line)
      }
    })
  }

  /** An engine that cannot start a container leaves it behind as created. */
  async #remove(): Promise<void> {
    if (this.#createdId === undefined) return
    const client = await getContainerRuntimeClient()
    const container = client.container.getById(this.#createdId)
    // It may be gone already, and whoever waits is told of the first fault, not of this one.
    await container.remove({ force: true, v: true }).catch(() => undefined)
  }
}
