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
 * @throws GatewayRefusal when the request cannot be translated for its own target, or nobody answers
 */
export async function answerOf(stages: Stages, call: RoutedCall): Promise<AnsweredCall> {
  const [own = call.route, ...fallbacks] = stages.targets(call)
  let outcome = await persist(stages, call, own)
  for (const target of fallbacks) {
    if (!stages.mayPass(outcome) || call.signal.aborted) break
    const next = await unlessRefused(persist(stages, call, target))
    if (next === undefined) continue
    discard(outcome)
    outcome = next
  }
  if (outcome.kind === 'unanswered') throw outcome.refusal
  return outcome.call
}

/** A fallback that cannot take the request is none: the client shall not learn that its request was at fault. */
async function unlessRefused(attempts: Promise<Outcome>): Promise<Outcome | undefined> {
  try {
    return await attempts
  } catch (error) {
    if (error instanceof GatewayRefusal) return undefined
    throw error
  }
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
    const answered = await stages.send(call)
    // It may be cut while another target is asked; whoever reads it later, sees that.
    answered.reply.body.on('error', () => {})
    return { kind: 'answered', call: answered }
  } catch (error) {
    if (error instanceof GatewayRefusal) return { kind: 'unanswered', refusal: error }
    throw error
  }
}

/** Frees the connection of an answer that nobody will read. */
function discard(outcome: Outcome): void {
  if (outcome.kind === 'answered') outcome.call.reply.body.resume()
}
