import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bodyBytes, headerOf, parsedJson } from '../../src/capture/body.ts'
import type { Exchange } from '../../src/capture/exchange.ts'
import { parseSse } from '../../src/capture/sse.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import { startStage } from '../clients/stage.ts'
import { chatRequest, responseRequest } from '../contract/openai-requests.ts'
import { effort, patience } from './effort.ts'
import { mutated, mutations } from './mutation.ts'

const running = await startStage()
const key = 'sk-watertight-fuzz'

beforeAll(() => {
  for (const { id } of running.providers()) running.allowKey(id, key)
})

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

interface Target {
  readonly name: string
  readonly provider: ProviderId
  readonly operation: Operation
}

const targets: readonly Target[] = running
  .providers()
  .flatMap(({ id, operations }) =>
    operations.map((operation) => ({ name: `${id} ${operation.id}`, provider: id, operation })),
  )

const seeds: readonly Readonly<Record<string, unknown>>[] = [
  chatRequest,
  responseRequest,
  { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] },
  { model: 'gpt-5.2', input: 'hi', instructions: 'be brief', store: false, stream: true },
  { model: 'text-embedding-3-small', input: ['a', 'b'], dimensions: 4 },
]
const fields = [...new Set(seeds.flatMap((seed) => Object.keys(seed)))]

const anyBody = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), fc.jsonValue({ maxDepth: 2 })),
  fc.tuple(fc.constantFrom(...seeds), mutations(fields)).map(([seed, changes]) => mutated(seed, changes)),
)

async function send({ provider, operation }: Target, path: string, body: string): Promise<Exchange> {
  const token = randomUUID()
  running.allowKey(provider, key, token)
  const response = await fetch(`${new URL(running.baseUrl(provider)).origin}/~${token}${path}`, {
    method: operation.method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(operation.method === 'GET' ? {} : { body }),
  })
  await response.arrayBuffer()
  await running.journal.settled({ token }, 5000)
  const [exchange] = running.journal.exchanges({ token })
  running.journal.clear(token)
  if (exchange === undefined) throw new Error('the request was not recorded')
  return exchange
}

/** What is wrong with an answer, whatever was asked. */
function objections({ operation }: Target, { reply, verdict }: Exchange): readonly string[] {
  if (reply === undefined || verdict === undefined || reply.end !== 'complete') return ['no answer']
  const { status } = reply
  const text = bodyBytes(reply)
  if (status >= 500) return [`${status} ${text}`]
  if ((verdict.kind === 'refused') !== status >= 400) return [`${status} but ${verdict.kind}`]
  if (verdict.kind === 'refused') return isEnvelope(parsedJson(text)) ? [] : [`no envelope: ${text}`]
  if (headerOf(reply.headers, 'content-type')?.startsWith('application/json')) {
    return operation.replyViolations(status, parsedJson(text)).map(({ message }) => message)
  }
  const { events } = parseSse(text)
  const data = events.map((event) => event.data).filter((line) => line !== operation.terminator)
  return data.flatMap((line) => operation.eventViolations(parsedJson(line)).map(({ message }) => message))
}

/** Of OpenAI, or the short one of the Codex back end. */
function isEnvelope(body: unknown): boolean {
  const said = valueAt(body, '/error/message') ?? valueAt(body, '/detail')
  return isRecord(body) && typeof said === 'string' && said !== ''
}

test.each(targets)('$name answers any JSON with a valid success or a refusal', patience, async (target) => {
  const anyPath = fc
    .string({ minLength: 1 })
    .map((step) => target.operation.path.replaceAll(/\{[^}]*\}/g, encodeURIComponent(step)))
  await fc.assert(
    fc.asyncProperty(anyPath, anyBody, async (path, body) => {
      const exchange = await send(target, path, JSON.stringify(body))
      expect(objections(target, exchange)).toEqual([])
    }),
    effort(60),
  )
})
