import type { HeaderPair } from '../capture/exchange.ts'
import type { Journal } from '../capture/journal.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { Turn } from '../fake-kit/turn.ts'
import type { Addressing, PlannedRoute, StartedGateway } from '../gateways/adapter.ts'
import { type Client, type ClientRequest, createClient } from './client.ts'
import type { PlannedCase, PlannedStep, PlannedWay } from './planned.ts'
import { replay } from './replay.ts'
import { replyDocument } from './reply-document.ts'
import { targetsOf, waysOf } from './targets.ts'

export interface DriveContext {
  readonly fakes: RunningFakes
  readonly gateway: StartedGateway
  readonly addressing: Addressing
  readonly masterKey: string
  readonly signal: AbortSignal
}

/** A provider request may end a moment after the client has its reply; it is waited for this long. */
const settleMs = 2_000

/**
 * Sends the steps of one case, group after group, and once more on the control route. Everything ends up in the journal.
 * @returns why the rest was not sent, when something was in the way
 */
export async function driveCase(planned: PlannedCase, context: DriveContext): Promise<string | undefined> {
  const { journal } = context.fakes
  await using client = createClient({ journal, localAddress: planned.identity.clientIp })
  for (const way of waysOf(planned)) {
    const obstacle = await driveWay(planned, way, client, context)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

async function driveWay(
  planned: PlannedCase,
  way: PlannedWay,
  client: Client,
  context: DriveContext,
): Promise<string | undefined> {
  for (const group of Map.groupBy(planned.steps.entries(), ([, step]) => step.group).values()) {
    if (context.signal.aborted) return undefined
    const requests = group.map(([index, step]) => requestOf(planned, way, step, index, context))
    const obstacle = requests.find((request) => typeof request === 'string')
    if (obstacle !== undefined) return obstacle
    script(way, group, context.fakes)
    const sendable = requests.filter((request) => typeof request !== 'string')
    await Promise.all(sendable.map((request) => client.send(request, context.signal)))
    await settled(context.fakes.journal, way)
  }
  return undefined
}

/** A string says why the request cannot be made. */
function requestOf(
  planned: PlannedCase,
  way: PlannedWay,
  step: PlannedStep,
  index: number,
  context: DriveContext,
): ClientRequest | string {
  const replyTo = (earlier: number): unknown =>
    replyDocument(context.fakes.journal.exchanges({ token: way.token, hop: 'client', step: earlier })[0])
  const endpoint = context.gateway.endpoint(step.surface, way.route)
  const model = endpoint.model ?? modelOf(way.route, context)
  const replayed = replay({ model, ...step.body }, replyTo)
  if (replayed.kind === 'missing') {
    const where = replayed.pointer === '' ? 'is no document' : `has nothing at ${replayed.pointer}`
    return `step ${index} cannot be sent: the reply to step ${replayed.step} ${where}`
  }
  const key = keyOf(planned, step, way.route, context)
  return {
    url: endpoint.url,
    headers: clientHeaders(planned, step, key, endpoint.headers),
    body: Buffer.from(JSON.stringify(replayed.body)),
    token: way.token,
    step: index,
    surface: step.surface,
  }
}

/** What carries the marker of no step counts as a request of the first. */
function script(way: PlannedWay, group: readonly (readonly [number, PlannedStep])[], fakes: RunningFakes): void {
  const [first] = group
  if (first === undefined) return
  const [firstIndex, firstStep] = first
  for (const [target, { token }] of targetsOf(way).entries()) {
    fakes.script(token, firstIndex, turnsOf(firstStep, target))
    for (const [index, step] of group) {
      if (step.marker !== undefined) fakes.script(token, index, turnsOf(step, target), step.marker)
    }
  }
}

/** @param target 0: the route's own; then its fallbacks */
function turnsOf({ turns, fallbackTurns }: PlannedStep, target: number): readonly Turn[] {
  return target === 0 ? turns : (fallbackTurns[target - 1] ?? [])
}

/** Ends when what was sent on this way so far is over at its providers, or is not waited for any longer. */
export async function settled(journal: Journal, way: PlannedWay): Promise<void> {
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
export function clientHeaders(
  { identity }: Pick<PlannedCase, 'identity'>,
  step: Pick<PlannedStep, 'body' | 'headers'>,
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
