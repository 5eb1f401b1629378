import type { HeaderPair } from '../capture/exchange.ts'
import type { Journal } from '../capture/journal.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import type { PlannedRoute, StartedGateway } from '../gateways/adapter.ts'
import { type Client, createClient } from './client.ts'
import type { PlannedCase, PlannedStep } from './plan.ts'

export interface DriveContext {
  readonly fakes: RunningFakes
  readonly gateway: StartedGateway
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
  await driveRoute(planned, planned.token, planned.route, client, context)
  if (planned.control) await driveRoute(planned, planned.control.token, planned.control.route, client, context)
}

async function driveRoute(
  planned: PlannedCase,
  token: string,
  route: PlannedRoute,
  client: Client,
  context: DriveContext,
): Promise<void> {
  for (const [index, step] of planned.steps.entries()) {
    if (context.signal.aborted) return
    context.fakes.script(token, index, step.turns)
    const endpoint = context.gateway.endpoint(step.surface)
    const message = {
      url: endpoint.url,
      headers: clientHeaders(planned, step, endpoint.headers, context.masterKey),
      body: Buffer.from(JSON.stringify({ model: route.alias, ...step.body })),
      token,
      step: index,
      surface: step.surface,
    }
    await client.send(message, context.signal)
    await settled(context.fakes.journal, token)
  }
}

async function settled(journal: Journal, token: string): Promise<void> {
  await journal.settled({ token, hop: 'upstream' }, settleMs)
}

/** The client's own headers, each with a canary in it; a scenario's headers replace or extend them. */
function clientHeaders(
  { identity }: PlannedCase,
  step: PlannedStep,
  gatewayHeaders: Readonly<Record<string, string>>,
  masterKey: string,
): HeaderPair[] {
  const own = {
    authorization: `Bearer ${step.as === 'operator' ? masterKey : identity.user.key}`,
    'content-type': 'application/json',
    accept: step.body['stream'] === true ? 'text/event-stream' : 'application/json',
    'user-agent': identity.userAgent,
    cookie: identity.cookie,
    'x-forwarded-for': identity.forwardedIp,
    'x-client-note': identity.customHeader,
  }
  return Object.entries({ ...own, ...gatewayHeaders, ...step.headers })
}
