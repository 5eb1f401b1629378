import { failureOf } from '../bridge/response-parts.ts'
import { type JsonObject, membersOf, numberOf, objectsIn, textOf } from '../json.ts'
import { providerFailed } from '../refusal.ts'

const lastEvents: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
])

/**
 * The response that a stream tells of, for a client that wanted no stream.
 * @throws GatewayRefusal when the stream fails without a response, or is cut
 */
export async function collectResponse(events: AsyncIterable<JsonObject>): Promise<JsonObject> {
  const items: JsonObject[] = []
  let last: JsonObject | undefined
  for await (const event of untilCut(events)) {
    // Whatever follows the last event is read, so that the connection ends well, and ignored.
    if (last !== undefined) continue
    const type = textOf(event['type'])
    if (type === 'response.output_item.done') items[numberOf(event['output_index'])] = membersOf(event['item'])
    if (lastEvents.has(type)) last = event
  }
  if (last === undefined) throw providerFailed("The provider's reply was cut.", 'provider_cut')
  if (last['type'] === 'error') throw failureOf(last['error'] ?? last)
  return withItems(membersOf(last['response']), items)
}

/** What has been said stands, also when the connection breaks after it. */
async function* untilCut(events: AsyncIterable<JsonObject>): AsyncGenerator<JsonObject> {
  try {
    yield* events
  } catch {
    // Whether anything is missing, the last event tells.
  }
}

/** The last event need not repeat the items that were told one by one. */
function withItems(response: JsonObject, items: readonly JsonObject[]): JsonObject {
  if (objectsIn(response['output']).length > 0) return response
  return { ...response, output: items.filter((item) => item !== undefined) }
}
