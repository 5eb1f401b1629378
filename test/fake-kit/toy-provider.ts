import type { Operation, ProviderContract, Refusal, Violation } from '../../src/contract/contract.ts'
import { isRecord } from '../../src/contract/pointer.ts'
import type { FakeDefinition } from '../../src/fake-kit/definition.ts'
import type { Dialect, DialectRefusals } from '../../src/fake-kit/dialect.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'
import { type StartFakesOptions, startFakes } from '../../src/fake-kit/start-fakes.ts'

/** A provider with one operation, `POST /v1/say {"text": …}`, and one that takes no body, `GET /v1/say/{id}`. */
export const toyContract: ProviderContract = {
  id: 'openai',
  operations: [operation('say', 'POST', '/v1/say'), operation('recall', 'GET', '/v1/say/{id}')],
  rules: [],
  match: (method, path) => {
    const matched = /^\/v1\/say(?:\/(\w+))?$/.exec(path)
    if (matched === null) return { kind: 'unknown-path' }
    const id = matched[1]
    const allowed = id === undefined ? 'POST' : 'GET'
    if (method !== allowed) return { kind: 'unknown-method', allowed: [allowed] }
    const found = toyContract.operations.find((each) => each.method === method)
    if (found === undefined) return { kind: 'unknown-path' }
    return { kind: 'operation', operation: found, params: id === undefined ? {} : { id } }
  },
}

function operation(id: string, method: string, path: string): Operation {
  return {
    id,
    method,
    path,
    surface: undefined,
    judge: (body, { relaxed } = {}) => {
      const [violation] = requestViolations(body)
      if (violation === undefined || relaxed?.has('toy/text-only')) return null
      return refusal('toy/text-only', 400, `no ${violation.pointer}`, { pointer: violation.pointer })
    },
    violations: requestViolations,
    replyViolations: (_, body) => textViolations(body, 'said'),
    eventViolations: (event) => textViolations(event, 'said'),
  }
}

function requestViolations(body: unknown): readonly Violation[] {
  const unknown = isRecord(body) ? Object.keys(body).filter((name) => !['text', 'stream'].includes(name)) : []
  return unknown.map((name) => violation(`/${name}`))
}

function textViolations(body: unknown, name: string): readonly Violation[] {
  return isRecord(body) && typeof body[name] === 'string' ? [] : [violation(`/${name}`)]
}

function violation(pointer: string): Violation {
  return { keyword: 'type', pointer, message: 'must be string', params: {} }
}

function refusal(rule: string, status: number, message: string, more: { pointer?: string } = {}): Refusal {
  return { rule, status, message, type: null, param: null, code: null, hint: `relax ${rule}`, ...more }
}

const refusals: DialectRefusals = {
  unknownPath: (method, path) => refusal('toy/path', 404, `${method} ${path}`),
  unknownMethod: (method, _, allowed) => refusal('toy/method', 405, `${method}, not ${allowed}`),
  missingKey: () => refusal('toy/no-key', 401, 'no key'),
  wrongKey: (key) => refusal('toy/key', 401, `not ${key}`),
  contentType: (type) => refusal('toy/type', 415, `not ${type}`),
  malformedBody: (why) => refusal('toy/body', 400, why),
  tooLarge: (limit, read) => refusal('toy/size', 413, `${read} > ${limit}`),
  rateLimited: ({ retryMs }, { model }) => refusal('toy/limit', 429, `${model} again in ${retryMs} ms`),
  upgrade: () => refusal('toy/upgrade', 426, 'no'),
  malformedHttp: (why) => refusal('toy/http', 400, why),
  fault: (message) => refusal('toy/fault', 500, message),
}

const id = { prefix: 'id_', length: 8, alphabet: 'hex' } as const

export const toyDialect: Dialect = {
  versionPath: '/v1',
  ids: {
    request: id,
    completion: id,
    response: id,
    message: id,
    'function-call': id,
    'custom-call': id,
    'tool-call': id,
    compaction: id,
  },
  credential: (headers) => headers.find(([name]) => name.toLowerCase() === 'x-key')?.[1],
  refusals,
  envelope: ({ message }) => ({ no: message }),
  limitsPer: 'model',
  headers: ({ requestId }) => [['X-Toy-Request', requestId]],
}

/** Says what it was told, whole or letter by letter; a scripted turn is said instead. */
export const say: OperationHandler = (call) => {
  const { text, stream } = isRecord(call.body) ? call.body : {}
  const turn = call.nextTurn()
  const said = turn?.text ?? (typeof text === 'string' ? text : 'nothing')
  if (stream !== true) return { kind: 'json', status: 200, body: { said, id: call.id('message') } }
  const events = [...said].map((letter) => ({ data: { said: letter } }))
  return { kind: 'stream', events, terminator: 'END' }
}

const recall: OperationHandler = ({ params }) => ({ kind: 'json', status: 200, body: { said: params['id'] } })

const toyRules = ['toy/text-only', 'toy/no-key'].map((rule) => ({ id: rule, title: rule, evidence: [] }))

export function toyDefinition(change: Partial<FakeDefinition> = {}): FakeDefinition {
  return { id: 'openai', dialect: toyDialect, rules: toyRules, handlers: () => ({ say, recall }), ...change }
}

/** The toy on a free port, with the key `k`. */
export async function startToy(options: Partial<StartFakesOptions> = {}): Promise<RunningFakes> {
  const running = await startFakes({
    definitions: [toyDefinition()],
    contracts: new Map([['openai', toyContract]]),
    ...options,
  })
  running.allowKey('openai', 'k')
  return running
}

/** A valid request to the toy. */
export function sayIt(running: RunningFakes, body: unknown, token?: string): Promise<Response> {
  return fetch(`${running.baseUrl('openai', token)}/say`, {
    method: 'POST',
    headers: { 'x-key': 'k', 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
