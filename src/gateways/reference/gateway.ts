import { setTimeout } from 'node:timers/promises'
import { Agent } from 'undici'
import { Fault } from '../../contract/fault.ts'
import type { Gateway, Pause, Route } from './call.ts'
import type { GatewayConfig, ModelConfig } from './config.ts'
import { stagesWith } from './defects/index.ts'
import { parseDropPath } from './drop-path.ts'
import { forwardHint, whyNotForwarded } from './own-headers.ts'
import { createServer } from './server.ts'
import { hashOfKey } from './stages/authenticate.ts'

/** Reasoning models may think for minutes before their first byte; the client's own patience decides, up to this. */
const longestSilenceMs = 15 * 60_000

export interface GatewayOptions {
  /** Ids of the real bugs to reproduce, applied in this order. */
  readonly defects?: readonly string[]
  /** Aborts the start. */
  readonly signal?: AbortSignal
  /** How the wait before a retry passes; default: in real time. */
  readonly pause?: Pause
}

export interface StartedReferenceGateway extends AsyncDisposable {
  /** `http://127.0.0.1:4000` */
  readonly url: string
  /** The gateway's own output so far. Bounded: the oldest lines are dropped first. */
  logs(): string
}

const keptLines = 1000

/**
 * A gateway in this process, ready when the promise resolves. Disposing closes every socket at once.
 * @throws Fault E_GATEWAY_UNKNOWN_DEFECT, E_GATEWAY_CONFIG, E_PORT_IN_USE, E_GATEWAY_LISTEN; the signal's reason when it is aborted
 */
export async function startReferenceGateway(
  config: GatewayConfig,
  options: GatewayOptions = {},
): Promise<StartedReferenceGateway> {
  const { signal } = options
  signal?.throwIfAborted()
  const stages = stagesWith(options.defects ?? [])
  const lines: string[] = []
  const log = (line: string): void => {
    if (lines.push(line) > keptLines) lines.shift()
  }
  const gateway = createGateway(config, options.pause ?? pause, log)
  const server = createServer(gateway, stages)
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), gateway.dispatcher.destroy()])
  }
  try {
    await stages.start(gateway)
    const url = await server.listen({ ...config.listen }).catch((cause: unknown) => {
      throw listenFault(config.listen, cause)
    })
    signal?.throwIfAborted()
    log(`listening on ${url}, ${config.models.length} models, ${config.users.length} users`)
    return { url, logs: () => lines.join('\n'), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

function createGateway(config: GatewayConfig, pause: Pause, log: Gateway['log']): Gateway {
  const callers = [{ key: config.masterKey, user: undefined }, ...config.users.map((user) => ({ key: user.key, user }))]
  return {
    config,
    callers: new Map(callers.map(({ key, user }) => [hashOfKey(key), { keyHash: hashOfKey(key), user }])),
    routes: new Map(config.models.map((model) => [model.alias, routeOf(model)])),
    dispatcher: new Agent({ headersTimeout: longestSilenceMs, bodyTimeout: longestSilenceMs }),
    pause,
    log,
  }
}

const pause: Pause = async (milliseconds, signal) => {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => {})
}

function routeOf(model: ModelConfig): Route {
  checkForwarded(model)
  const dropPaths = model.drop.map((field) => {
    const path = parseDropPath(field)
    if (path) return path
    throw new Fault('E_GATEWAY_CONFIG', `'${field}' in the drop list of '${model.alias}' is no field`, {
      hint: 'Write a name (stop) or a path (tools[*].function.strict).',
    })
  })
  return { ...model, dropPaths }
}

function checkForwarded({ alias, forwardHeaders }: ModelConfig): void {
  for (const name of forwardHeaders) {
    const why = whyNotForwarded(name)
    if (why === undefined) continue
    throw new Fault('E_GATEWAY_CONFIG', `'${name}' in the headers to forward of '${alias}' ${why}`, {
      hint: forwardHint,
    })
  }
}

function listenFault({ host, port }: GatewayConfig['listen'], cause: unknown): Fault {
  const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
  if (isTaken) {
    return new Fault('E_PORT_IN_USE', `port ${port} of ${host} is in use`, {
      hint: 'Stop what listens there, or set another listen.port; 0 takes any free one.',
      cause,
    })
  }
  return new Fault('E_GATEWAY_LISTEN', `the gateway cannot listen on ${host}:${port}`, {
    hint: 'Set listen.host to an address of this machine, and a port above 1023.',
    cause,
  })
}
