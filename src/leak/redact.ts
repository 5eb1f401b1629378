import type { Canary } from './canary.ts'
import { gramAt, gramLength, hashOf, nextGram } from './gram-index.ts'

/** Replaces every canary by `<role>`, so that evidence can be published. Of two that begin alike the longer one. */
export function redact(text: string, canaries: readonly Canary[]): string {
  const { shortest, known, byGram } = redactionOf(canaries)
  if (text.length < shortest) return text
  let shown = ''
  let done = 0
  let gram = 0
  for (let end = 0; end < text.length; end++) {
    gram = nextGram(gram, text.charCodeAt(end))
    if (known[slotOf(gram)] !== 1) continue
    const at = end + 1 - gramLength
    const canary = at < done ? undefined : byGram.get(gram)?.find(({ value }) => text.startsWith(value, at))
    if (canary === undefined) continue
    shown += `${text.slice(done, at)}<${canary.role}>`
    done = at + canary.value.length
  }
  return done === 0 ? text : shown + text.slice(done)
}

interface Redaction {
  /** The least length of a text that has something to replace. */
  readonly shortest: number
  /** 1 where a canary may begin with four characters of this hash: most of a text is done with after one look. */
  readonly known: Uint8Array
  /** By their first four characters, longer ones first: one may begin with another, an address with a port. */
  readonly byGram: ReadonlyMap<number, readonly Canary[]>
}

/** A report redacts some hundred texts of every case with the same list. */
const redactions = new WeakMap<readonly Canary[], Redaction>()

function redactionOf(canaries: readonly Canary[]): Redaction {
  const redaction = redactions.get(canaries) ?? newRedaction(canaries)
  redactions.set(canaries, redaction)
  return redaction
}

function newRedaction(canaries: readonly Canary[]): Redaction {
  const ordered = canaries.toSorted((a, b) => b.value.length - a.value.length)
  const byGram = Map.groupBy(ordered, ({ value }) => gramAt(value, 0))
  const known = new Uint8Array(1 << slotBits)
  for (const gram of byGram.keys()) known[slotOf(gram)] = 1
  return { shortest: ordered.at(-1)?.value.length ?? Number.POSITIVE_INFINITY, known, byGram }
}

const slotBits = 12

function slotOf(gram: number): number {
  return hashOf(gram, slotBits)
}
