import type { Call } from '../../../src/fake-kit/reply.ts'
import type { BatchLine } from './input-lines.ts'

/** What came of the requests of a batch: one JSON text a line. */
export interface BatchOutput {
  readonly completed: readonly string[]
  readonly failed: readonly string[]
}

/** The words are inferred. */
const noStream = { code: 'streaming_not_supported', message: 'A request of a batch cannot be streamed.' }

/** Makes each request as if it had been sent by itself. What is refused stands in the error file: openai/openai-openapi#302. */
export function runLines(lines: readonly BatchLine[], endpoint: string, call: Call): BatchOutput {
  const completed: string[] = []
  const failed: string[] = []
  for (const { customId, body } of lines) {
    const head = { id: `batch_req_${call.noise(24)}`, custom_id: customId }
    const reply = call.perform('POST', endpoint, body)
    if (reply === undefined) {
      failed.push(JSON.stringify({ ...head, response: null, error: noStream }))
      continue
    }
    const requestId = call.id('request').replace(/^req_/, '')
    const response = { status_code: reply.status, request_id: requestId, body: reply.body }
    const file = reply.status < 400 ? completed : failed
    file.push(JSON.stringify({ ...head, response, error: null }))
  }
  return { completed, failed }
}
