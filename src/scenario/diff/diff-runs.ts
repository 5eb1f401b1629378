import { bodyBytes } from '../../capture/body.ts'
import type { Exchange } from '../../capture/exchange.ts'
import type { LoadedRun } from '../load-run.ts'
import type { PlannedCase } from '../planned.ts'
import { targetsOf } from '../targets.ts'
import { bodyLeaves, headerLeaves, type Leaves } from './message-leaves.ts'
import { type Neutral, neutralOf } from './neutral-text.ts'

/** What is compared beside the bodies of provider requests. */
export const diffParts = ['headers', 'status', 'replies'] as const
export type DiffPart = (typeof diffParts)[number]

/** One place where two runs differ. */
export interface PlaceDifference {
  /** From 0. */
  readonly step: number
  /** `provider request 1`, `client reply` */
  readonly message: string
  /** `body /metadata/user`, `header cookie`, `status`, `request` */
  readonly place: string
  /** As JSON, secrets named by role; absent: nothing stands there. */
  readonly before?: string
  readonly after?: string
}

export interface CaseDifference {
  readonly id: string
  readonly places: readonly PlaceDifference[]
}

export interface RunDifference {
  /** Cases that both runs drove. */
  readonly compared: number
  /** Of those, the ones that differ. */
  readonly cases: readonly CaseDifference[]
  /** Ids of cases that only one of the runs drove. */
  readonly onlyBefore: readonly string[]
  readonly onlyAfter: readonly string[]
}

/** What the gateway sent in one run and not in the other, case by case. Pure; seeds and ports may differ. */
export function diffRuns(before: LoadedRun, after: LoadedRun, parts: ReadonlySet<DiffPart>): RunDifference {
  const [old, recent] = [drivenCases(before), drivenCases(after)]
  const both = [...old].flatMap(([id, planned]) => {
    const other = recent.get(id)
    return other === undefined ? [] : [{ id, planned, other }]
  })
  const compared = both.map(({ id, planned, other }): CaseDifference => {
    const [one, two] = [messagesOf(before, planned, parts), messagesOf(after, other, parts)]
    return { id, places: differencesOf(one, two) }
  })
  return {
    compared: both.length,
    cases: compared.filter(({ places }) => places.length > 0),
    onlyBefore: [...old.keys()].filter((id) => !recent.has(id)),
    onlyAfter: [...recent.keys()].filter((id) => !old.has(id)),
  }
}

function drivenCases({ record }: LoadedRun): ReadonlyMap<string, PlannedCase> {
  const able = record.cases.filter(({ lacks }) => lacks.length === 0)
  return new Map(able.map(({ planned }) => [planned.id, planned]))
}

interface ComparedMessage {
  readonly step: number
  readonly message: string
  readonly leaves: Leaves
}

function messagesOf(
  { record, source }: LoadedRun,
  planned: PlannedCase,
  parts: ReadonlySet<DiffPart>,
): ReadonlyMap<string, ComparedMessage> {
  const neutral = neutralOf(planned, record.addresses)
  const messages = planned.steps.flatMap((_, step): ComparedMessage[] => {
    const upstream = targetsOf(planned).flatMap(({ token }) => source.exchanges({ token, hop: 'upstream', step }))
    const [client] = source.exchanges({ token: planned.token, hop: 'client', step })
    return [
      ...upstream.map((exchange, index) => {
        return { step, message: `provider request ${index + 1}`, leaves: requestLeaves(exchange, parts, neutral) }
      }),
      ...(client === undefined ? [] : [{ step, message: 'client reply', leaves: replyLeaves(client, parts, neutral) }]),
    ]
  })
  return new Map(messages.map((each) => [`${each.step} ${each.message}`, each]))
}

function requestLeaves({ request }: Exchange, parts: ReadonlySet<DiffPart>, neutral: Neutral): Leaves {
  return new Map([
    ['request', neutral(`${request.method} ${request.target}`)],
    ...(parts.has('headers') ? placed('header', headerLeaves(request.headers, neutral)) : []),
    ...placed('body', bodyLeaves(request.headers, request.body, neutral)),
  ])
}

function replyLeaves({ reply }: Exchange, parts: ReadonlySet<DiffPart>, neutral: Neutral): Leaves {
  if (reply === undefined) return new Map()
  return new Map([
    ...(parts.has('status') ? [['status', String(reply.status)] as const] : []),
    ...(parts.has('replies') ? placed('body', bodyLeaves(reply.headers, bodyBytes(reply), neutral)) : []),
  ])
}

function placed(kind: string, leaves: Leaves): (readonly [string, string])[] {
  return [...leaves].map(([name, text]) => [`${kind} ${name}`.trimEnd(), text])
}

function differencesOf(
  one: ReadonlyMap<string, ComparedMessage>,
  two: ReadonlyMap<string, ComparedMessage>,
): readonly PlaceDifference[] {
  return [...new Set([...one.keys(), ...two.keys()])].flatMap((key) => {
    const [before, after] = [one.get(key), two.get(key)]
    const known = before ?? after
    if (known === undefined) return []
    const { step, message } = known
    return changedPlaces(before?.leaves ?? new Map(), after?.leaves ?? new Map()).map((change) => {
      return { step, message, ...change }
    })
  })
}

function changedPlaces(before: Leaves, after: Leaves): Pick<PlaceDifference, 'place' | 'before' | 'after'>[] {
  const places = [...new Set([...before.keys(), ...after.keys()])]
  return places
    .filter((place) => before.get(place) !== after.get(place))
    .map((place) => {
      const [old, recent] = [before.get(place), after.get(place)]
      return {
        place,
        ...(old === undefined ? {} : { before: old }),
        ...(recent === undefined ? {} : { after: recent }),
      }
    })
}
