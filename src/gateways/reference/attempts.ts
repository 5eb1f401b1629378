import {
  type AddressedCall,
  type AnsweredCall,
  isBridged,
  type Outcome,
  type RoutedCall,
  type TranslatedCall,
} from './call.ts'
import type { TargetConfig } from './config.ts'
import type { Stages } from './pipeline.ts'
import { GatewayRefusal } from './refusal.ts'

/**
 * The first answer that stands, of the call's own target or of a fallback; else the last one there was. Nothing has been
 * said to the client before.
 * @throws GatewayRefusal when the request cannot be translated, or the last target gives no answer
 */
export async function answerOf(stages: Stages, call: RoutedCall): Promise<AnsweredCall> {
  const targets = stages.targets(call)
  for (const target of targets.slice(0, -1)) {
    const outcome = await persist(stages, call, target)
    if (!stages.mayPass(outcome) || call.signal.aborted) return settled(outcome)
    discard(outcome)
  }
  return settled(await persist(stages, call, targets.at(-1) ?? call.route))
}

/** Asks one target until its answer stands or its retries are used up. */
async function persist(stages: Stages, call: RoutedCall, target: TargetConfig): Promise<Outcome> {
  const { gateway, signal, route } = call
  for (let tried = 1; ; tried++) {
    const outcome = await attempt(stages, prepare(stages, stages.aim(call, target)))
    const wait = tried <= route.retries && !signal.aborted ? stages.retryWait(outcome, tried) : undefined
    if (wait === undefined) return outcome
    discard(outcome)
    await gateway.pause(wait, signal)
  }
}

/** From the client's body to what is sent to this target. */
function prepare(stages: Stages, aimed: RoutedCall): AddressedCall {
  const call = stages.drop(stages.spellOut(stages.fillIn(aimed)))
  return stages.forwardHeaders(stages.address(stages.fitProvider(translate(stages, call))))
}

function translate(stages: Stages, call: RoutedCall): TranslatedCall {
  if (!isBridged(call)) return stages.passRequest(call)
  return call.surface === 'responses' ? stages.bridgeBackRequest(call) : stages.bridgeRequest(call)
}

async function attempt(stages: Stages, call: AddressedCall): Promise<Outcome> {
  try {
    return { kind: 'answered', call: await stages.send(call) }
  } catch (error) {
    if (error instanceof GatewayRefusal) return { kind: 'unanswered', refusal: error }
    throw error
  }
}

function settled(outcome: Outcome): AnsweredCall {
  if (outcome.kind === 'unanswered') throw outcome.refusal
  return outcome.call
}

/** Frees the connection of an answer that nobody will read. */
function discard(outcome: Outcome): void {
  if (outcome.kind === 'answered') outcome.call.reply.body.on('error', () => {}).resume()
}
