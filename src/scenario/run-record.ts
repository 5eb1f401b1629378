import { parsedJson } from '../capture/body.ts'
import type { StoredJournal } from '../capture/journal/read-sqlite.ts'
import type { JournalFile } from '../capture/journal/sqlite.ts'
import { Fault } from '../contract/fault.ts'
import { isRecord } from '../contract/pointer.ts'
import type { Feature, Profile } from '../gateways/adapter.ts'
import type { Canary } from '../leak/canary.ts'
import type { SuitePart } from '../report/run-report.ts'
import type { Driven } from './case-report.ts'
import type { PlannedCase } from './planned.ts'

export interface RecordedCase {
  readonly planned: PlannedCase
  /** What the gateway does not claim; then the case was not driven. */
  readonly lacks: readonly Feature[]
}

/** What a run is, from the moment its gateway is ready. Plain data; with its exchanges it can be judged again. */
export interface RunRecord {
  /** Of Watertight: another one plans and judges in other ways. */
  readonly version: string
  readonly gateway: { readonly id: string; readonly version: string; readonly defects: readonly string[] }
  readonly profile: Profile
  readonly seed: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** How to run again, without `--case`. */
  readonly command: string
  /** Canaries that are only known when everything runs. */
  readonly addresses: readonly Canary[]
  readonly part: SuitePart
  readonly cases: readonly RecordedCase[]
}

/** What came of it. */
export interface RunOutcome {
  readonly elapsedMs: number
  /** By case id, of those that were driven. */
  readonly driven: Readonly<Record<string, Driven>>
  /** The gateway's own output, as far as it was kept. */
  readonly logs: string
  /** How many there are in the journal. */
  readonly exchanges: number
  readonly interrupted?: string
}

const notes = { record: 'run-record', outcome: 'run-outcome' } as const

export function noteRecord(file: JournalFile, record: RunRecord): void {
  file.note(notes.record, JSON.stringify(record))
}

export function noteOutcome(file: JournalFile, outcome: RunOutcome): void {
  file.note(notes.outcome, JSON.stringify(outcome))
}

/** A run as it was kept. `outcome` is absent when the process ended before the run did. */
export interface StoredRun {
  readonly record: RunRecord
  readonly outcome: RunOutcome | undefined
}

/**
 * The last run of a journal.
 * @param file as messages show it
 * @param version of Watertight, now
 * @throws Fault E_JOURNAL_NO_RUN, E_JOURNAL_VERSION, E_JOURNAL_DAMAGED
 */
export function readRun(journal: StoredJournal, file: string, version: string): StoredRun {
  const record = noted(journal, notes.record, file)
  if (record === undefined) {
    throw new Fault('E_JOURNAL_NO_RUN', `the journal ${file} holds exchanges, but no run of scenarios`, {
      hint: 'Write one with watertight run --journal FILE.',
    })
  }
  if (record['version'] !== version) throw otherVersion(file, record['version'], version)
  const outcome = noted(journal, notes.outcome, file)
  if (!isRunRecord(record) || (outcome !== undefined && !isRunOutcome(outcome)))
    throw damaged(file, 'its run is not whole')
  return { record, outcome }
}

/** @throws Fault E_JOURNAL_DAMAGED when exchanges of the run are missing */
export function checkWhole({ outcome }: StoredRun, found: number, file: string): void {
  if (outcome === undefined || found >= outcome.exchanges) return
  throw damaged(file, `it holds ${found} of ${outcome.exchanges} exchanges`)
}

function noted(journal: StoredJournal, name: string, file: string): Readonly<Record<string, unknown>> | undefined {
  const text = journal.note(name)
  if (text === undefined) return undefined
  const value = parsedJson(text)
  if (isRecord(value)) return value
  throw damaged(file, `its ${name} cannot be read`)
}

/** The version says that it was written by this code; what is looked at is whether it is all there. */
function isRunRecord(value: unknown): value is RunRecord {
  return (
    isRecord(value) && Array.isArray(value['cases']) && Array.isArray(value['addresses']) && isRecord(value['gateway'])
  )
}

function isRunOutcome(value: unknown): value is RunOutcome {
  return isRecord(value) && isRecord(value['driven']) && typeof value['exchanges'] === 'number'
}

function otherVersion(file: string, found: unknown, version: string): Fault {
  return new Fault(
    'E_JOURNAL_VERSION',
    `the run in ${file} was made by Watertight ${String(found)}, this is ${version}`,
    {
      hint: `Judge it with that version: npx watertight@${String(found)}.`,
    },
  )
}

function damaged(file: string, why: string): Fault {
  return new Fault('E_JOURNAL_DAMAGED', `the journal ${file} is damaged: ${why}`, {
    hint: 'Run again with --journal; nothing that is missing can be judged.',
  })
}
