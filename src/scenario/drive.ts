import type { HeaderPair } from '../capture/exchange.ts'
import type { Journal } from '../capture/journal.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { Addressing, PlannedRoute, StartedGateway } from '../gateways/adapter.ts'
import { type Client, createClient } from './client.ts'
import type { PlannedCase, PlannedStep, PlannedWay } from './planned.ts'
import { targetsOf, waysOf } from './targets.ts'

export interface DriveContext {
  readonly fakes: RunningFakes
  readonly gateway: StartedGateway
  readonly addressing: Addressing
  readonly masterKey: string
  readonly signal: AbortSignal
}

/** Without a byte for this long, a gateway hangs. */
const silenceMs = 20_000

/** A provider request may end a moment after the client has its reply; it is waited for this long. */
const settleMs = 2_000

/** Sends the steps of one case, one after the other, and once more on the control route. Everything ends up in the journal. */
export async function driveCase(planned: PlannedCase, context: DriveContext): Promise<void> {
  const { journal } = context.fakes
  await using client = createClient({ journal, localAddress: planned.identity.clientIp, silenceMs })
  for (const way of waysOf(planned)) await driveWay(planned, way, client, context)
}

async function driveWay(planned: PlannedCase, way: PlannedWay, client: Client, context: DriveContext): Promise<void> {
  for (const [index, step] of planned.steps.entries()) {
    if (context.signal.aborted) return
    script(way, index, step, context.fakes)
    const endpoint = context.gateway.endpoint(step.surface, way.route)
    const key = keyOf(planned, step, way.route, context)
    const message = {
      url: endpoint.url,
      headers: clientHeaders(planned, step, key, endpoint.headers),
      body: Buffer.from(JSON.stringify({ model: modelOf(way.route, context), ...step.body })),
      token: way.token,
      step: index,
      surface: step.surface,
    }
    await client.send(message, context.signal)
    await settled(context.fakes.journal, way)
  }
}

function script(way: PlannedWay, index: number, step: PlannedStep, fakes: RunningFakes): void {
  const turns = [step.turns, ...step.fallbackTurns]
  for (const [target, { token }] of targetsOf(way).entries()) fakes.script(token, index, turns[target] ?? [])
}

async function settled(journal: Journal, way: PlannedWay): Promise<void> {
  await Promise.all(targetsOf(way).map(({ token }) => journal.settled({ token, hop: 'upstream' }, settleMs)))
}

/** What the client calls the route by. */
function modelOf({ alias, model }: PlannedRoute, { addressing }: DriveContext): string {
  return addressing === 'alias' ? alias : model
}

function keyOf({ identity }: PlannedCase, { as }: PlannedStep, route: PlannedRoute, context: DriveContext): string {
  if (context.addressing === 'transparent') return route.apiKey
  return as === 'operator' ? context.masterKey : identity.user.key
}

/** The client's own headers, each with a canary in it; a scenario's headers replace or extend them. */
function clientHeaders(
  { identity }: PlannedCase,
  step: PlannedStep,
  key: string,
  gatewayHeaders: Readonly<Record<string, string>>,
): HeaderPair[] {
  const own = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    accept: step.body['stream'] === true ? 'text/event-stream' : 'application/json',
    'user-agent': identity.userAgent,
    cookie: identity.cookie,
    'x-forwarded-for': identity.forwardedIp,
    'x-client-note': identity.customHeader,
  }
  return Object.entries({ ...own, ...gatewayHeaders, ...step.headers })
}
