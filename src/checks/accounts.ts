import { shownValue } from '../account/leaves.ts'
import type { Fate, FateRow, OriginRow } from '../account/ledger.ts'
import { valueAt } from '../contract/pointer.ts'
import { providerAnswers } from './answers.ts'
import { type AccountedRequest, type Check, type Judgement, type Observation, resultOf } from './check.ts'
import { changedBesides } from './drop-effects.ts'
import type { Evidence } from './finding.ts'

export const noUnaccountedField: Check = {
  id: 'account/no-unaccounted-field',
  title: 'Every field that arrives upstream has an origin',
  severity: 'critical',
  judge: (judgement) => perRequest(judgement, (request) => unaccounted(judgement, request)),
}

export const noSilentLoss: Check = {
  id: 'account/no-silent-loss',
  title: 'No field of the client gets lost without a word',
  severity: 'high',
  judge: (judgement) => perRequest(judgement, losses),
}

export const noAlteredValue: Check = {
  id: 'account/no-altered-value',
  title: 'Every value arrives as the client sent it',
  severity: 'high',
  judge: (judgement) => perRequest(judgement, alterations),
}

export const dropHonoured: Check = {
  id: 'account/drop-honoured',
  title: 'A configured drop removes the named field, and nothing else',
  severity: 'high',
  judge: (judgement) => {
    if (judgement.facts.drop.length === 0) return { kind: 'none' }
    return perRequest(judgement, (request) => [...breaches(judgement, request), ...sideEffects(judgement, request)])
  },
}

function perRequest(judgement: Judgement, look: (request: AccountedRequest) => Observation[]) {
  if (judgement.accounts.length === 0) return { kind: 'none' } as const
  return resultOf(judgement.accounts.flatMap(look))
}

function unaccounted(judgement: Judgement, request: AccountedRequest): Observation[] {
  const rows = request.account.ledger.origins.filter(({ origin }) => origin === 'unaccounted')
  if (rows.length === 0) return []
  return [
    {
      message: `arrives upstream, and nobody sent it: ${listed(rows.map(({ upstream }) => upstream))}`,
      evidence: rows.map((row) => upstreamEvidence(request, row)),
      answers: answersOn(
        judgement,
        request,
        rows.map(({ upstream }) => upstream),
      ),
    },
  ]
}

function answersOn({ facts }: Judgement, { upstreamBody }: AccountedRequest, pointers: readonly string[]) {
  return providerAnswers(facts, upstreamBody, pointers)
}

function losses(request: AccountedRequest): Observation[] {
  const rows = rowsOf(request, 'lost')
  if (rows.length === 0) return []
  return [
    {
      message: `lost on the way, without a word to the client: ${listed(rows.map(({ client }) => client))}`,
      evidence: rows.map((row) => clientEvidence(request, row)),
    },
  ]
}

/** One for each way of being altered: a note of the ledger says how, where it is not the value itself. */
function alterations(request: AccountedRequest): Observation[] {
  const byNote = Map.groupBy(rowsOf(request, 'altered'), ({ note }) => note)
  return [...byNote].map(([note = 'with another value', rows]) => ({
    message: `arrives ${note}: ${listed(rows.map(({ client }) => client))}`,
    evidence: rows.flatMap((row) => [clientEvidence(request, row), ...row.upstream.map((at) => arrival(request, at))]),
  }))
}

function rowsOf({ account }: AccountedRequest, fate: Fate): readonly FateRow[] {
  return account.ledger.fates.filter((row) => row.fate === fate)
}

function breaches(judgement: Judgement, request: AccountedRequest): Observation[] {
  return request.account.breaches.map(({ entry, upstream }) => ({
    message: `the route is configured to drop ${entry}, and still there arrives ${listed(upstream)}`,
    evidence: upstream.map((pointer) => bodyEvidence(request, pointer)),
    answers: answersOn(judgement, request, upstream),
  }))
}

/** Beside the dropped field both requests have to say the same: with the drop entry, and without it. */
function sideEffects({ facts }: Judgement, request: AccountedRequest): Observation[] {
  const changed = changedBesides(facts, request)
  if (changed.length === 0) return []
  return [
    {
      message: `the drop list also changes ${listed(changed)}`,
      evidence: changed.map((pointer) => bodyEvidence(request, pointer)),
    },
  ]
}

function bodyEvidence(request: AccountedRequest, pointer: string): Evidence {
  return { exchange: request.upstream.id, hop: 'upstream', part: 'request', at: { body: pointer } }
}

function upstreamEvidence(request: AccountedRequest, row: OriginRow): Evidence {
  return {
    exchange: request.upstream.id,
    hop: 'upstream',
    part: 'request',
    at: { body: row.upstream },
    shown: row.value,
  }
}

function clientEvidence(request: AccountedRequest, row: FateRow): Evidence {
  const at = { body: row.client }
  return { exchange: request.client.id, hop: 'client', part: 'request', at, shown: row.clientValue }
}

function arrival(request: AccountedRequest, pointer: string): Evidence {
  return { ...bodyEvidence(request, pointer), shown: shownValue(valueAt(request.upstreamBody, pointer)) }
}

const listedAtMost = 6

/** `/a`, `/a and /b`, `/a, /b and 7 more`; many of one parent are counted: `16 fields of /metadata`. */
function listed(pointers: readonly string[]): string {
  const [parent] = pointers.map((pointer) => pointer.slice(0, pointer.lastIndexOf('/')))
  const siblings = parent !== undefined && pointers.every((pointer) => pointer.startsWith(`${parent}/`))
  if (siblings && parent !== '' && pointers.length > 3) return `${pointers.length} fields of ${parent}`
  const shown = pointers.slice(0, listedAtMost)
  const more = pointers.length - shown.length
  const names = more > 0 ? [...shown, `${more} more`] : shown
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
