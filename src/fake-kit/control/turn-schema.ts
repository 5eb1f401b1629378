import type {
  Turn,
  TurnDeltas,
  TurnErrorBody,
  TurnFailure,
  TurnRaw,
  TurnReasoning,
  TurnToolCall,
  TurnUsage,
} from '../turn.ts'
import type { TurnCut, TurnFaults } from '../turn-faults.ts'
import { closed, list, type Schema } from './closed.ts'

/** Every member of a type, and no other; a `?` where the type has it. */
type Members<Type> = {
  readonly [Name in keyof Type as Name extends string
    ? undefined extends Type[Name]
      ? `${Name}?`
      : Name
    : never]-?: Schema
}

const text = { type: 'string' } as const
const name = { type: 'string', minLength: 1 } as const
const flag = { type: 'boolean' } as const
const count = { type: 'integer', minimum: 0 } as const
const positive = { type: 'integer', minimum: 1 } as const
const milliseconds = { type: 'integer', minimum: 0, maximum: 60_000 } as const
const errorStatus = { type: 'integer', minimum: 400, maximum: 599 } as const
const headers = { type: 'object', additionalProperties: text } as const

const errorBody = closed({
  message: text,
  'type?': text,
  'code?': text,
  'param?': text,
} satisfies Members<TurnErrorBody>)

const toolCall = closed({
  name,
  arguments: { ...text, description: 'The JSON text that goes on the wire; of a custom tool its free text.' },
  'id?': name,
} satisfies Members<TurnToolCall>)

const failure = closed(
  {
    as: { enum: ['failed', 'error'] },
    'after?': { ...count, description: 'How many deltas are streamed before; none when absent.' },
    'form?': { enum: ['nested', 'flat'], description: 'Of an error event on Responses.' },
    'error?': errorBody,
    'status?': { ...errorStatus, description: 'Where nothing is streamed; 500 when absent.' },
  } satisfies Members<TurnFailure>,
  'The provider fails while it answers.',
)

const error: Schema = {
  description: 'The provider says no instead of answering.',
  anyOf: [
    closed({ rule: { ...name, description: 'Id of one of its refusal rules.' } }),
    closed({ status: errorStatus, error: errorBody, 'headers?': headers }),
  ],
}

const rawPart: Schema = { anyOf: [text, closed({ base64: text })] }

const raw = closed(
  {
    'status?': { type: 'integer', minimum: 200, maximum: 599 },
    'headers?': { ...headers, description: 'All there are, beside date and framing.' },
    body: { anyOf: [rawPart, list(rawPart)], description: 'A list is sent in chunks.' },
  } satisfies Members<TurnRaw>,
  'Bytes instead of what the surface would say.',
)

const cut = closed(
  {
    after: { anyOf: [count, { const: 'request' }], description: 'Whole frames; request: before the head.' },
    'inside?': { enum: ['event', 'character'], description: 'Some of the next frame is sent too.' },
    by: { enum: ['reset', 'close', 'half-close', 'end'] },
  } satisfies Members<TurnCut>,
  'The reply breaks off.',
)

const faults = closed(
  {
    'delayMs?': { ...milliseconds, description: 'Before the first byte.' },
    'paceMs?': { ...milliseconds, description: 'Between two network writes.' },
    'stall?': closed({ after: count, ms: milliseconds }, 'Silence after so many frames.'),
    'cut?': cut,
    'contentType?': { type: ['string', 'null'], description: 'Instead of the right one; null: none.' },
    'crlf?': { ...flag, description: 'Lines end with carriage return and line feed.' },
    'comments?': { ...positive, description: 'A comment line before every so many events.' },
    'compact?': { ...flag, description: 'data: without the blank after it.' },
    'afterEnd?': { ...positive, description: 'So many events come once more after the stream is over.' },
  } satisfies Members<TurnFaults>,
  'What goes wrong on the line. A frame is an event of a stream, or the whole body where nothing is streamed.',
)

/** A turn as it goes over the control port. */
export const turnSchema: Schema = closed(
  {
    'text?': { ...text, description: 'Visible text. May stand beside tool calls.' },
    'structured?': {
      anyOf: [{ const: 'sampled' }, closed({ value: {} })],
      description: 'Visible text that is JSON: this value, or one that fits the schema of the request.',
    },
    'reasoning?': closed({ 'summary?': list(text), 'encrypted?': text } satisfies Members<TurnReasoning>),
    'refusal?': { ...text, description: 'The model declines, in these words.' },
    'toolCalls?': list(toolCall),
    'finish?': { enum: ['stop', 'tool-calls', 'length', 'content-filter'] },
    'usage?': closed({
      input: count,
      output: count,
      'cachedInput?': count,
      'reasoning?': count,
    } satisfies Members<TurnUsage>),
    'deltas?': closed({
      'interleaved?': flag,
      'bytesPerWrite?': positive,
      'eventsPerWrite?': positive,
    } satisfies Members<TurnDeltas>),
    'failure?': failure,
    'error?': error,
    'raw?': raw,
    'faults?': faults,
  } satisfies Members<Turn>,
  'What a fake answers, independent of any surface.',
)
