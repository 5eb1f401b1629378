import { isRecord } from '../../../src/contract/pointer.ts'
import { type Fields, textOf } from '../fields.ts'

/** One request of a batch. */
export interface BatchLine {
  readonly customId: string
  /** Empty when the body names none. */
  readonly model: string
  readonly body: Fields
}

/** Why a batch as a whole fails, in the provider's form. */
export interface BatchFault {
  readonly code: string
  readonly message: string
  readonly param: string | null
  /** From 1; `null` when the file as a whole is at fault. */
  readonly line: number | null
}

export interface BatchInput {
  readonly lines: readonly BatchLine[]
  /** Of the lines, in their order. */
  readonly faults: readonly BatchFault[]
}

/** How many requests a batch may have: the vendor's document, in prose. */
const maximumLines = 50_000

/**
 * Reads the lines of an input file. Codes of lines: stdapi-ai/stdapi.ai#240, with the words for one that is no JSON; the
 * words of the others are inferred.
 */
export function readInputLines(content: Buffer, endpoint: string): BatchInput {
  const texts = content.toString().split('\n')
  const written = texts.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, line: index + 1 }]))
  if (written.length === 0) return unreadable('empty_file', 'The input file is empty.')
  if (written.length > maximumLines) {
    return unreadable('too_many_tasks', `The input file has more than ${maximumLines} requests.`)
  }
  const seen: Seen = { ids: new Set(), model: undefined }
  const lines: BatchLine[] = []
  const faults: BatchFault[] = []
  for (const { text, line } of written) {
    const read = readLine(text, endpoint, seen)
    if ('code' in read) faults.push({ ...read, line })
    else lines.push(read)
  }
  return { lines, faults }
}

function unreadable(code: string, message: string): BatchInput {
  return { lines: [], faults: [{ code, message, param: null, line: null }] }
}

/** Of the lines before. */
interface Seen {
  readonly ids: Set<string>
  model: unknown
}

type LineFault = Omit<BatchFault, 'line'>

function readLine(text: string, endpoint: string, seen: Seen): BatchLine | LineFault {
  const value = parsed(text)
  if (!isRecord(value)) return fault('invalid_json_line', 'This line is not parseable as valid JSON.')
  const missing = ['custom_id', 'method', 'url', 'body'].find((name) => value[name] === undefined)
  if (missing !== undefined) {
    return fault('missing_required_parameter', `Missing required parameter: '${missing}'.`, missing)
  }
  const { custom_id: customId, method, url, body } = value
  if (typeof customId !== 'string' || !isRecord(body)) {
    const param = isRecord(body) ? 'custom_id' : 'body'
    return fault('invalid_type', `Invalid type for '${param}'.`, param)
  }
  if (method !== 'POST') return fault('invalid_method', "The method of a request has to be 'POST'.", 'method')
  if (url !== endpoint) {
    return fault(
      'url_mismatch',
      `The URL of this request does not match the endpoint '${endpoint}' of the batch.`,
      'url',
    )
  }
  if (seen.ids.has(customId)) {
    return fault('duplicate_custom_id', `The custom_id '${customId}' is that of another request.`, 'custom_id')
  }
  seen.ids.add(customId)
  seen.model ??= body['model']
  if (body['model'] !== seen.model) {
    return fault('model_mismatch', 'The requests of a batch have to be for one model.', 'body.model')
  }
  return { customId, model: textOf(body['model']), body }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fault(code: string, message: string, param: string | null = null): LineFault {
  return { code, message, param }
}
