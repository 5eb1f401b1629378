import { bodyBytes, decodedBody, headerOf, parsedJson, requestJson } from '../capture/body.ts'
import type { Exchange, HeaderPair, RecordedReply, RecordedRequest } from '../capture/exchange.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { parseSse } from '../capture/sse.ts'
import type { Canary } from '../leak/canary.ts'
import { joinedDeltas } from '../leak/joined-deltas.ts'
import { redact } from '../leak/redact.ts'
import { createScanner, type Hit } from '../leak/scan.ts'
import { textIn } from '../leak/unpack.ts'
import type { CaseFacts } from './facts.ts'
import type { Evidence } from './finding.ts'

/** A canary, and where it stands. */
export interface LeakPlace {
  readonly hit: Hit
  readonly evidence: Evidence & { readonly role: string }
}

/** Everywhere in a request where a canary of the case, or a minted word of another, stands: target, headers and body. */
export function placesInRequest(facts: CaseFacts, exchange: Exchange): readonly LeakPlace[] {
  return once(requestPlaces, facts, exchange, () => scanRequest(facts, exchange))
}

/** The same in a reply. Of a stream also what its events say together. */
export function placesInReply(facts: CaseFacts, exchange: Exchange, reply: RecordedReply): readonly LeakPlace[] {
  return once(replyPlaces, facts, exchange, () => scanReply(facts, exchange, reply))
}

/** Several checks ask for the same places, and looking for them is most of the work of a judgement. */
type Places = WeakMap<CaseFacts, Map<Exchange, readonly LeakPlace[]>>
const requestPlaces: Places = new WeakMap()
const replyPlaces: Places = new WeakMap()

function once(
  places: Places,
  facts: CaseFacts,
  exchange: Exchange,
  look: () => readonly LeakPlace[],
): readonly LeakPlace[] {
  const ofCase = places.get(facts) ?? new Map<Exchange, readonly LeakPlace[]>()
  places.set(facts, ofCase)
  const found = ofCase.get(exchange) ?? look()
  ofCase.set(exchange, found)
  return found
}

function scanRequest(facts: CaseFacts, exchange: Exchange): readonly LeakPlace[] {
  const { request } = exchange
  const scan = createScanner(facts.canaries)
  const place = placing(facts, exchange, 'request')
  return unique([
    ...scan.text(request.target).map((hit) => place(hit, { target: true })),
    ...inHeaders(facts, request.headers, place),
    ...inBody(facts, requestContent(request), place),
  ])
}

function scanReply(facts: CaseFacts, exchange: Exchange, reply: RecordedReply): readonly LeakPlace[] {
  const place = placing(facts, exchange, 'reply')
  return unique([...inHeaders(facts, reply.headers, place), ...inBody(facts, replyContent(reply), place)])
}

/** A body, unpacked. */
type Content =
  | { readonly kind: 'json'; readonly document: unknown }
  | { readonly kind: 'stream'; readonly events: readonly unknown[] }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }

function requestContent(request: RecordedRequest): Content {
  const document = requestJson(request)
  if (document !== undefined) return { kind: 'json', document }
  const bytes = decodedBody(request.headers, request.body)
  if (!isStream(request.headers)) return { kind: 'bytes', bytes }
  return { kind: 'stream', events: parseSse(bytes).events.map(({ data }) => parsedJson(data) ?? data) }
}

function replyContent(reply: RecordedReply): Content {
  const decoded = decodedReply(reply)
  const bytes = decoded.kind === 'body' ? decoded.bytes : decodedBody(reply.headers, bodyBytes(reply))
  // What calls itself a stream may be JSON all the same.
  const document = decoded.kind === 'body' ? decoded.json : parsedJson(bytes)
  if (document !== undefined) return { kind: 'json', document }
  if (decoded.kind === 'body' || !isStream(reply.headers)) return { kind: 'bytes', bytes }
  return { kind: 'stream', events: decoded.events.map(({ json, data }) => json ?? data) }
}

function isStream(headers: readonly HeaderPair[]): boolean {
  return (headerOf(headers, 'content-type') ?? '').includes('text/event-stream')
}

type Placing = (hit: Hit, at: Evidence['at']) => LeakPlace

function placing({ canaries }: CaseFacts, { id, hop }: Exchange, part: Evidence['part']): Placing {
  return (hit, at) => ({
    hit,
    evidence: {
      exchange: id,
      hop,
      part,
      at,
      shown: shownText(hit, canaries),
      role: hit.canary.role,
      forms: hit.forms,
    },
  })
}

function inHeaders({ canaries }: CaseFacts, headers: readonly HeaderPair[], place: Placing): readonly LeakPlace[] {
  const scan = createScanner(canaries)
  return headers.flatMap(([name, value]) =>
    [...scan.text(name), ...scan.text(value)].map((hit) => place(hit, { header: name })),
  )
}

function inBody(facts: CaseFacts, content: Content, place: Placing): readonly LeakPlace[] {
  if (content.kind === 'bytes') return inBytes(facts, content.bytes, place)
  const scan = createScanner(facts.canaries)
  const at = (hit: Hit) => place(hit, { body: hit.pointer })
  if (content.kind === 'json') return scan.json(content.document).map(at)
  const { events } = content
  const joined = joinedDeltas(events).flatMap(({ pointer, text }) =>
    scan.text(text).map((hit) => place(hit, { body: pointer })),
  )
  return [...events.flatMap((event) => scan.json(event)).map(at), ...joined]
}

/** Bytes may be packed without a header that says so. */
function inBytes({ canaries }: CaseFacts, body: Buffer, place: Placing): readonly LeakPlace[] {
  const { forms, text } = textIn(body) ?? { forms: [], text: body.toString('utf8') }
  const hits = createScanner(canaries).text(text)
  return hits.map((hit) => place({ ...hit, forms: [...forms, ...hit.forms] }, { body: '' }))
}

const excerptLength = 160
const leadLength = 60

/** The text around a canary that is named by its role. A disguise is shown: it tells nobody the value. */
function shownText({ text, found, canary }: Hit, canaries: readonly Canary[]): string {
  const at = text.indexOf(found)
  const from = text.length <= excerptLength ? 0 : Math.max(0, at - leadLength)
  const excerpt = text.slice(from, Math.max(from + excerptLength, at + found.length))
  const isPlain = canary.value.toLowerCase().includes(found.toLowerCase())
  const shown = redact(isPlain ? excerpt.replaceAll(found, `<${canary.role}>`) : excerpt, canaries)
  const cut = shown.length <= excerptLength ? shown : `${shown.slice(0, excerptLength)}…`
  return from === 0 ? cut : `…${cut}`
}

/** In a stream the same thing stands in many events. */
function unique(places: readonly LeakPlace[]): readonly LeakPlace[] {
  const byKey = new Map(places.map((each) => [JSON.stringify([each.evidence.at, each.evidence.role]), each]))
  return [...byKey.values()]
}
