import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { Fault } from '../../contract/fault.ts'
import type { Exchange, RecordedReply, RecordedRequest } from '../exchange.ts'

interface RequestJson extends Omit<RecordedRequest, 'body'> {
  /** Base64. */
  readonly body: string
}

interface ReplyJson extends Omit<RecordedReply, 'frames'> {
  /** `bytes` in base64. */
  readonly frames: readonly { readonly at: number; readonly bytes: string }[]
}

/** An exchange as JSON. Nothing is lost: bytes are base64, headers stay in order, case and number. */
export interface ExchangeJson extends Omit<Exchange, 'token' | 'request' | 'reply'> {
  readonly token?: string
  readonly request: RequestJson
  readonly reply?: ReplyJson
}

const text = { type: 'string' } as const
const base64 = { type: 'string', contentEncoding: 'base64' } as const
const time = { type: 'number', minimum: 0 } as const
const headers = {
  type: 'array',
  description: 'Name and value as they stood on the wire: case, order and repetition kept.',
  items: { type: 'array', prefixItems: [text, text], minItems: 2, items: false },
} as const

const request = {
  type: 'object',
  required: ['method', 'target', 'headers', 'body'],
  additionalProperties: false,
  properties: { method: text, target: text, headers, body: base64 },
} as const

const frame = {
  type: 'object',
  required: ['at', 'bytes'],
  additionalProperties: false,
  properties: { at: { ...time, description: 'Milliseconds since the request began.' }, bytes: base64 },
} as const

const reply = {
  type: 'object',
  required: ['status', 'headers', 'frames', 'end'],
  additionalProperties: false,
  properties: {
    status: { type: 'integer' },
    headers,
    frames: { type: 'array', items: frame },
    end: { enum: ['complete', 'cut', 'pending'] },
  },
} as const

const leniency = {
  type: 'object',
  description: 'What the fake did not hold the request to; absent where it was as strict as its provider.',
  required: ['level', 'relaxed'],
  additionalProperties: false,
  properties: {
    level: { enum: ['real', 'schema', 'observe'] },
    relaxed: {
      type: 'array',
      items: {
        type: 'object',
        required: ['rule', 'reason'],
        additionalProperties: false,
        properties: { rule: text, reason: text },
      },
    },
  },
} as const

const verdict = {
  oneOf: [
    {
      type: 'object',
      required: ['kind'],
      additionalProperties: false,
      properties: { kind: { const: 'accepted' } },
    },
    {
      type: 'object',
      required: ['kind', 'rule', 'status', 'message'],
      additionalProperties: false,
      properties: {
        kind: { const: 'refused' },
        rule: text,
        status: { type: 'integer' },
        message: text,
        pointer: text,
        hint: text,
      },
    },
  ],
} as const

/** JSON Schema 2020-12 of `ExchangeJson`. */
export const exchangeSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  description: 'One request and its reply as recorded. Bodies and frames are base64 of the bytes on the wire.',
  required: ['id', 'hop', 'attribution', 'step', 'startedAt', 'request'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[cu][1-9][0-9]*$' },
    hop: { enum: ['client', 'upstream'] },
    token: { ...text, description: 'The case; absent when the request carried none that is known.' },
    attribution: { enum: ['path', 'key', 'none'] },
    step: { type: 'integer', minimum: 0 },
    provider: text,
    surface: text,
    operation: text,
    leniency,
    startedAt: { ...time, description: 'Milliseconds since the run began.' },
    request,
    reply,
    failure: text,
    verdict,
  },
}

export function exchangeToJson(exchange: Exchange): ExchangeJson {
  const { token, request, reply, ...rest } = exchange
  return {
    ...rest,
    ...(token === undefined ? {} : { token }),
    request: { ...request, body: request.body.toString('base64') },
    ...(reply === undefined ? {} : { reply: replyToJson(reply) }),
  }
}

function replyToJson(reply: RecordedReply): ReplyJson {
  return { ...reply, frames: reply.frames.map(({ at, bytes }) => ({ at, bytes: bytes.toString('base64') })) }
}

let validator: ValidateFunction<ExchangeJson> | undefined

/** @throws Fault E_JOURNAL_EXCHANGE when the value is not what `exchangeToJson` makes */
export function exchangeFromJson(value: unknown): Exchange {
  validator ??= new Ajv2020({ strict: true }).compile<ExchangeJson>(exchangeSchema)
  if (!validator(value)) {
    const [error] = validator.errors ?? []
    throw notAnExchange(`${error?.instancePath ?? ''} ${error?.message ?? ''}`.trim())
  }
  const { token, request, reply, ...rest } = value
  return {
    ...rest,
    token,
    request: { ...request, body: decoded(request.body) },
    ...(reply === undefined ? {} : { reply: replyFromJson(reply) }),
  }
}

function replyFromJson(reply: ReplyJson): RecordedReply {
  return { ...reply, frames: reply.frames.map(({ at, bytes }) => ({ at, bytes: decoded(bytes) })) }
}

/** Buffer takes any text for base64 and leaves out what is none. */
function decoded(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) throw notAnExchange('bytes are not base64')
  return bytes
}

export function notAnExchange(why: string): Fault {
  return new Fault('E_JOURNAL_EXCHANGE', `this is no recorded exchange: ${why}`, {
    hint: 'Read a journal that was written by this version of Watertight.',
  })
}
