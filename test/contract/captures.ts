import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../../src/contract/pointer.ts'

/** A request that a real client sent, as it was recorded. */
export interface CapturedRequest {
  /** File and case. */
  readonly name: string
  readonly method: string
  /** With the query. */
  readonly target: string
  /** Without the query. */
  readonly path: string
  readonly body: unknown
}

const folder = join(import.meta.dirname, '../../../shared/captures')

/** The requests of every recording beside the checkout whose file name begins so; none where there are no recordings. */
export function capturedRequests(beginning: string): readonly CapturedRequest[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.startsWith(beginning))
    .flatMap(requestsIn)
}

/** For the name of a test that these requests decide. */
export function whySkipped(requests: readonly CapturedRequest[]): string {
  return requests.length > 0 ? '' : ' (skipped: no recorded requests beside the checkout)'
}

/** Recorded bodies stand for repeated tool lists by a note; the first request of the file has them in full. */
function requestsIn(file: string): CapturedRequest[] {
  const recording: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const requests = isRecord(recording) && Array.isArray(recording['requests']) ? recording['requests'] : []
  const tools = requests.map((request) => request.body?.tools).find(Array.isArray)
  return requests.map(({ case: name, method, path, body }) => ({
    name: `${file}: ${name}`,
    method,
    path: String(path).split('?')[0] ?? '',
    target: String(path),
    body: typeof body?.tools === 'string' ? { ...body, tools } : body,
  }))
}
