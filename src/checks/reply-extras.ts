import type { RecordedReply } from '../capture/exchange.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { isRecord } from '../contract/pointer.ts'
import { contentCheck } from './answered.ts'
import type { Check } from './check.ts'

/** Members that say something of the answer which nothing else in a reply says, wherever they stand. */
const kept: ReadonlySet<string> = new Set([
  'content_filter_results',
  'prompt_filter_results',
  'content_filters',
  'annotations',
  'service_tier',
])

export const replyExtras: Check = contentCheck({
  id: 'reply/extras',
  title: 'Content filter results, citations and the service tier reach a client of the same surface',
  severity: 'medium',
  concerns: ({ said }, { surfaces }) =>
    said?.surface === surfaces.client && said.exchange.reply !== undefined && membersIn(said.exchange.reply).size > 0,
  differs: ({ client, said }) => {
    const there = membersIn(client.reply)
    const lost = [...(said?.exchange.reply ? membersIn(said.exchange.reply) : [])].filter((name) => !there.has(name))
    return lost.length === 0 ? undefined : `the client does not get ${lost.join(', ')}, which the provider sent`
  },
})

/** The names of those members that hold anything. */
function membersIn(reply: RecordedReply): ReadonlySet<string> {
  const decoded = decodedReply(reply)
  const found = new Set<string>()
  for (const document of decoded.kind === 'body' ? [decoded.json] : decoded.events.map(({ json }) => json)) {
    collect(document, found)
  }
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const element of value) collect(element, found)
  if (!isRecord(value)) return
  for (const [name, member] of Object.entries(value)) {
    if (kept.has(name) && holdsAnything(member)) found.add(name)
    collect(member, found)
  }
}

function holdsAnything(value: unknown): boolean {
  if (value === null || value === '') return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}
