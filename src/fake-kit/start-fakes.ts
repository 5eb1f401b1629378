import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { createListeners } from '../capture/journal/listeners.ts'
import { Journal } from '../capture/journal.ts'
import type { ProviderContract } from '../contract/contract.ts'
import { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import { type Address, listenFault, originOf } from './address.ts'
import { createCaseRegistry, type KeyPolicy } from './attribution.ts'
import { bindHandlers, checkRelaxed, type FakeDefinition } from './definition.ts'
import { createFake, type Fake, type FakeLevel, type Limits, type Stage } from './fake.ts'
import type { RunningFakes } from './fakes.ts'
import { type Listener, listen } from './listener.ts'
import { answerMalformed, type ConnectionState } from './malformed-http.ts'
import { serve } from './pipeline.ts'
import type { RateLimit } from './rate-limit.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { createScript } from './script.ts'
import { createCaseStrictnesses, createStrictness } from './strictness.ts'
import { fakeOf, supervise } from './supervision.ts'
import type { ServerTls } from './tls/server-tls.ts'
import { type Wait, waitInTime } from './write-reply.ts'

export interface ProviderSettings {
  /** 0, the default: any free port. */
  readonly port?: number
  /** Default: `real`. */
  readonly level?: FakeLevel
  /** Ids of rules that do not refuse, each relaxed for a reason that the caller reports. */
  readonly relaxed?: ReadonlySet<string>
  /** Per case, and per model where the provider has it so. They slide with `clock`. Default: none. */
  readonly limits?: readonly RateLimit[]
}

export interface StartFakesOptions {
  readonly definitions: readonly FakeDefinition[]
  readonly contracts: ReadonlyMap<ProviderId, ProviderContract>
  /** Default: 127.0.0.1. */
  readonly host?: string
  /** HTTPS instead of HTTP, with this for every provider. */
  readonly tls?: ServerTls | undefined
  readonly settings?: Partial<Readonly<Record<ProviderId, ProviderSettings>>>
  /** Default: `allowed`. */
  readonly keys?: KeyPolicy
  /** Default: a new one. */
  readonly journal?: Journal
  /** The same seed and the same order of requests give the same bytes. */
  readonly seed?: string
  /** Milliseconds since 1970, for what the fakes date. Default: it stands still. */
  readonly clock?: () => number
  readonly limits?: Partial<Limits>
  /** For what a script delays. Default: as long as it says. */
  readonly wait?: Wait
}

const defaultLimits: Limits = { bodyBytes: 32 * 1024 * 1024, requestMs: 60_000 }
const firstOfJanuary2026 = Date.UTC(2026, 0, 1)

/**
 * Serves every provider of the definitions on a port of its own.
 * @throws Fault | Faults E_PORT_IN_USE, E_PORT_REFUSED, E_CONTRACT_MISSING, E_RULE_UNKNOWN and those of `bindHandlers`; then nothing runs
 */
export async function startFakes(options: StartFakesOptions): Promise<RunningFakes> {
  const faults: Fault[] = []
  const stage = stageOf(options, faults)
  const fakes = options.definitions.map((definition) => stagedFake(definition, options, stage))
  const address = { host: options.host ?? '127.0.0.1', tls: options.tls }
  const listeners = await listenForAll(fakes, address, (provider) => options.settings?.[provider]?.port ?? 0)
  const baseUrl = (provider: ProviderId, token?: string) => {
    const { versionPath } = fakeOf(fakes, provider).dialect
    const port = listeners.get(provider)?.port ?? 0
    if (token !== undefined) stage.cases.expect(token)
    return `${originOf({ ...address, port })}${token === undefined ? '' : `/~${token}`}${versionPath}`
  }
  return {
    ...supervise(fakes, stage, baseUrl),
    journal: stage.journal,
    faults,
    baseUrl,
    script: (token, step, turns, marker) => {
      stage.cases.expect(token)
      stage.script.set(token, step, turns, marker)
    },
    allowKey: (provider, key, token) => stage.cases.allowKey(provider, key, token),
    onHandshakeFailure: (listener) => stage.handshakeFailures.add(listener),
    knowsCase: (token) => stage.cases.knows(token),
    [Symbol.asyncDispose]: () => closeAll(listeners),
  }
}

function stageOf(options: StartFakesOptions, faults: Fault[]): Stage {
  return {
    journal: options.journal ?? new Journal(),
    cases: createCaseRegistry(options.keys ?? 'allowed'),
    script: createScript(),
    caseStrictness: createCaseStrictnesses(),
    seed: options.seed ?? 'watertight',
    clock: options.clock ?? (() => firstOfJanuary2026),
    limits: { ...defaultLimits, ...options.limits },
    wait: options.wait ?? waitInTime,
    handshakeFailures: createListeners(),
    report: (fault) => {
      faults.push(fault)
    },
  }
}

function stagedFake(definition: FakeDefinition, options: StartFakesOptions, stage: Stage): Fake {
  const contract = options.contracts.get(definition.id)
  if (contract === undefined) {
    throw new Fault('E_CONTRACT_MISSING', `there is no contract for ${definition.id}`, {
      hint: `Load contracts/${definition.id}/ before its fake is started.`,
    })
  }
  const settings = options.settings?.[definition.id] ?? {}
  return createFake({
    provider: definition.id,
    contract,
    dialect: definition.dialect,
    handlers: bindHandlers(definition, contract),
    rules: [...definition.rules, ...contract.rules],
    strictness: createStrictness(
      settings.level ?? 'real',
      checkRelaxed(settings.relaxed ?? new Set(), definition, contract),
    ),
    limiter: createRateLimiter(settings.limits),
    stage,
  })
}

type Listeners = ReadonlyMap<ProviderId, Listener>

async function listenForAll(
  fakes: readonly Fake[],
  address: Omit<Address, 'port'>,
  portOf: (provider: ProviderId) => number,
): Promise<Listeners> {
  const listeners = new Map<ProviderId, Listener>()
  try {
    for (const fake of fakes) {
      listeners.set(fake.provider, await listenFor(fake, { ...address, port: portOf(fake.provider) }))
    }
    return listeners
  } catch (error) {
    await closeAll(listeners)
    throw error
  }
}

async function closeAll(listeners: Listeners): Promise<void> {
  await Promise.all([...listeners.values()].map((listener) => listener.close()))
}

async function listenFor(fake: Fake, address: Address): Promise<Listener> {
  const latest = new WeakMap<Socket, ServerResponse>()
  const stateOf = (socket: Socket): ConnectionState => {
    const outgoing = latest.get(socket)
    if (outgoing === undefined || outgoing.closed) return 'idle'
    return outgoing.req.complete ? 'reply' : 'request'
  }
  try {
    return await listen({
      ...address,
      requestMs: fake.stage.limits.requestMs,
      onRequest: (incoming, outgoing, target) => {
        latest.set(incoming.socket, outgoing)
        void serve(fake, incoming, outgoing, target)
      },
      onMalformed: (error, socket) => answerMalformed(fake, error, socket, stateOf(socket)),
      onHandshakeFailure: (failure) => fake.stage.handshakeFailures.tell(fake.provider, failure),
    })
  } catch (cause) {
    throw listenFault(`the fake of ${fake.provider}`, address, cause)
  }
}
