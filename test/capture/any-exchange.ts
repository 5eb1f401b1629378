import fc from 'fast-check'
import type { Exchange, HeaderPair } from '../../src/capture/exchange.ts'

/** Objects as literals make them, so that they compare strictly. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(model, { noNullPrototype: true })

/** Node reads header bytes as Latin-1. */
const latin1 = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) })
const text = fc.string({ unit: 'grapheme' })
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))
const headers = fc.array(fc.tuple(latin1, latin1).map((pair): HeaderPair => pair))
const time = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0)
const status = fc.integer({ min: 100, max: 599 })

const verdict = fc.oneof(
  fc.constant({ kind: 'accepted' } as const),
  fc.record(
    { kind: fc.constant('refused' as const), rule: text, status, message: text, pointer: text, hint: text },
    { requiredKeys: ['kind', 'rule', 'status', 'message'], noNullPrototype: true },
  ),
)

const leniency = plainRecord({
  level: fc.constantFrom('real' as const, 'schema' as const, 'observe' as const),
  relaxed: fc.array(plainRecord({ rule: text, reason: text })),
})

const reply = plainRecord({
  status,
  headers,
  frames: fc.array(plainRecord({ at: time, bytes })),
  end: fc.constantFrom('complete' as const, 'cut' as const),
})

/** Any exchange that is over and that a fake or a client could have recorded. */
export const anyExchange: fc.Arbitrary<Exchange> = fc
  .record(
    {
      number: fc.integer({ min: 1, max: 1e9 }),
      hop: fc.constantFrom('client' as const, 'upstream' as const),
      token: fc.option(latin1, { nil: undefined }),
      attribution: fc.constantFrom('path' as const, 'key' as const, 'none' as const),
      step: fc.nat(),
      provider: text,
      surface: text,
      operation: text,
      leniency,
      startedAt: time,
      request: plainRecord({ method: latin1, target: latin1, headers, body: bytes }),
      reply,
      failure: text,
      verdict,
    },
    { requiredKeys: ['number', 'hop', 'token', 'attribution', 'step', 'startedAt', 'request'], noNullPrototype: true },
  )
  .map(({ number, ...rest }) => ({ ...rest, id: `${rest.hop === 'client' ? 'c' : 'u'}${number}` }))
