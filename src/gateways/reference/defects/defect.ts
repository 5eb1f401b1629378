import type { RoutedCall, TranslatedCall } from '../call.ts'
import type { JsonObject } from '../json.ts'
import type { Stages } from '../pipeline.ts'

/** One real bug of a gateway, reproduced by changing a stage. */
export interface Defect {
  readonly id: string
  /** What the gateway does wrong, as a sentence. */
  readonly title: string
  /** Where it was seen: `owner/repo#n`, or `owner/repo@commit`. */
  readonly sources: readonly string[]
  /** Ids of the checks that have to notice it. */
  readonly trips: readonly string[]
  readonly stages: (stages: Stages) => Stages
}

type Change = (sent: JsonObject, call: RoutedCall) => JsonObject

/** Changes what is sent on routes whose provider has the client's surface. */
export function changingPassed(stages: Stages, change: Change): Stages {
  return { ...stages, passRequest: changed(stages.passRequest, change) }
}

/** Changes what is sent on bridged routes. */
export function changingBridged(stages: Stages, change: Change): Stages {
  return { ...stages, bridgeRequest: changed(stages.bridgeRequest, change) }
}

/** Changes what is sent, bridged or not. */
export function changingSent(stages: Stages, change: Change): Stages {
  return changingPassed(changingBridged(stages, change), change)
}

function changed(translate: (call: RoutedCall) => TranslatedCall, change: Change) {
  return (call: RoutedCall): TranslatedCall => {
    const translated = translate(call)
    return { ...translated, sent: change(translated.sent, call) }
  }
}

export async function* mapped<Item>(items: AsyncIterable<Item>, change: (item: Item) => Item): AsyncGenerator<Item> {
  for await (const item of items) yield change(item)
}
