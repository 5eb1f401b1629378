import type { Exchange } from '../capture/exchange.ts'
import { decodedReply } from '../capture/reply-view/decoded.ts'
import { readReply } from '../capture/reply-view/reply-view.ts'
import { replyEvidence } from './answered.ts'
import { type Check, type Observation, resultOf } from './check.ts'

/** Stack traces as Python, JavaScript, Go, Java and Rust print them. */
const traces: readonly RegExp[] = [
  /Traceback \(most recent call last\)/,
  /File "[^"\n]+", line \d+/,
  /\n\s*at \S.*[(:]\S+:\d+/,
  /goroutine \d+ \[\w+\]:/,
  /panicked at /,
]

export const stackTrace: Check = {
  id: 'leak/internals',
  title: 'The client is shown no stack trace of the gateway',
  severity: 'high',
  judge: ({ facts }) => {
    const failed = facts.steps.flatMap(({ client, upstream }) => {
      const view = client?.reply && readReply({ ...client.reply, end: 'complete' }, facts.surfaces.client)
      return client === undefined || view?.kind !== 'error' ? [] : [{ client, upstream }]
    })
    if (failed.length === 0) return { kind: 'none' }
    return resultOf(failed.flatMap(({ client, upstream }) => shownTrace(client, upstream)))
  },
}

/** What the provider itself prints is its own affair. */
function shownTrace(client: Exchange, upstream: readonly Exchange[]): Observation[] {
  const shown = textOf(client)
  const trace = traces.find((each) => each.test(shown) && !upstream.some((other) => each.test(textOf(other))))
  const found = trace?.exec(shown)?.[0].trim()
  if (found === undefined) return []
  return [
    {
      message: 'the error carries a stack trace of the gateway',
      evidence: [{ ...replyEvidence(client), shown: found }],
    },
  ]
}

/** The bytes as a person reads them: what is escaped inside of JSON is on lines of its own. */
function textOf({ reply }: Exchange): string {
  if (reply === undefined) return ''
  const decoded = decodedReply(reply)
  const text =
    decoded.kind === 'body' ? decoded.bytes.toString('utf8') : decoded.events.map(({ data }) => data).join('\n')
  return text.replaceAll('\\n', '\n').replaceAll('\\"', '"')
}
