import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { valueAt } from '../../../src/contract/pointer.ts'
import { defects } from '../../../src/gateways/reference/defects/index.ts'
import { startReferenceGateway } from '../../../src/gateways/reference/gateway.ts'
import type { DefectCase } from './defect-case.ts'
import { callItem, interleavedCallEvents, messageItem, responseOf, textEvents } from './fixtures.ts'
import { alice, chatModel, configFor, providerKey, responsesModel, startRig } from './gateway-kit.ts'
import { reassemble } from './reassemble.ts'
import { replyDefectCases } from './reply-defect-cases.ts'
import { answerEvents, answerJson, answerPieces, eventText } from './upstream.ts'

const calls = answerJson(responseOf([callItem('f', '{}')]))
const refused = answerJson({ error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } }, 400)
const splitText = Buffer.from(textEvents('grü', 'ße').map(eventText).join(''))
const schema = { type: 'object', properties: { a: {} } }

/** Those that one request shows. That the suite catches every defect there is, `test/suite/defects.test.ts` proves. */
const cases: Readonly<Record<string, DefectCase>> = {
  ...replyDefectCases,
  'bridge-metadata-leak': {
    ask: { metadata: { mine: 'yes' } },
    drop: ['metadata'],
    symptom: ({ body }) => valueAt(body, '/metadata/user_api_key_user_email') === alice.email,
  },
  'bridge-ignores-drop': {
    ask: { temperature: 0.5 },
    drop: ['temperature'],
    symptom: ({ body }) => 'temperature' in body,
  },
  'chat-metadata-leak': {
    ask: { model: chatModel },
    symptom: ({ body }) => valueAt(body, '/metadata/user_api_key_team_id') === alice.teamId,
  },
  'client-authorization-forwarded': {
    symptom: ({ requests }) => requests[0]?.rawHeaders.includes(`Bearer ${alice.key}`) ?? false,
  },
  'bridge-loses-stop': {
    ask: { stop: ['\n'] },
    symptom: ({ status, body }) => status === 200 && !('stop' in body),
  },
  'bridge-wraps-tool-output': {
    ask: { messages: [{ role: 'tool', tool_call_id: 'call_1', content: 'rain' }] },
    symptom: ({ body }) => valueAt(body, '/input/0/output/0/text') === 'rain',
  },
  'error-prints-metadata': {
    answer: refused,
    symptom: ({ text }) => text.includes(providerKey) && text.includes('requester_ip_address'),
  },
  'error-words-lost': {
    answer: refused,
    symptom: ({ status, text }) => status === 400 && !valueAt(JSON.parse(text), '/error/message'),
  },
  'retries-a-refusal': {
    answer: refused,
    symptom: ({ requests }) => requests.length === 2,
  },
  'stream-merges-tool-calls': {
    ask: { stream: true },
    answer: answerEvents(interleavedCallEvents()),
    symptom: ({ text }) => reassemble(text).calls.length === 1,
  },
  'bridge-finish-stop': {
    answer: calls,
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/0/finish_reason') === 'stop',
  },
  'bridge-failure-looks-complete': {
    answer: answerJson(responseOf([], { status: 'failed', error: { code: 'server_error', message: 'Sorry.' } })),
    symptom: ({ status, text }) => status === 200 && valueAt(JSON.parse(text), '/choices/0/finish_reason') === 'stop',
  },
  'cut-stream-looks-complete': {
    ask: { stream: true },
    answer: answerEvents(textEvents('hel', 'lo').slice(0, -1), 'cut'),
    symptom: ({ text }) => text.endsWith('data: [DONE]\n\n'),
  },
  'splits-utf8': {
    ask: { stream: true },
    answer: answerPieces([
      splitText.subarray(0, splitText.indexOf('ü') + 1),
      splitText.subarray(splitText.indexOf('ü') + 1),
    ]),
    symptom: ({ text }) => reassemble(text).text.includes('\ufffd'),
  },
  'refuses-reasoning-effort': {
    ask: { reasoning_effort: 'high' },
    symptom: ({ status, requests }) => status === 400 && requests.length === 0,
  },
  'injects-stream-options': {
    ask: { stream: true },
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ body }) => valueAt(body, '/stream_options/include_usage') === true,
  },
  'keeps-alias-prefix': {
    symptom: ({ body }) => body['model'] === responsesModel,
  },
  'sends-json-schema-in-metadata': {
    ask: { response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } },
    symptom: ({ body }) =>
      valueAt(body, '/metadata/schema_dict_json') === JSON.stringify(schema) && !valueAt(body, '/text/format'),
  },
  'embeds-token-in-body': {
    symptom: ({ body }) => valueAt(body, '/headers/authorization') === `Bearer ${alice.key}`,
  },
  'drops-by-name-everywhere': {
    ask: { tools: [{ type: 'function', function: { name: 'f', parameters: { properties: { user: {} } } } }] },
    drop: ['user'],
    symptom: ({ body }) => !valueAt(body, '/tools/0/parameters/properties/user'),
  },
  'probes-provider-at-start': {
    symptom: ({ requests }) => requests.some(({ path, headers }) => path === '/v1/models' && !headers.authorization),
  },
}

async function see(shown: DefectCase, enabled: readonly string[]): Promise<boolean> {
  const { ask, path = '/v1/chat/completions', drop = [], answer, symptom } = shown
  await using rig = await startRig(answer ?? answerJson(responseOf([messageItem('hello')])), { defects: enabled, drop })
  const said = path === '/v1/responses' ? { input: 'hi' } : { messages: [{ role: 'user', content: 'hi' }] }
  const reply = await rig.post(path, { model: responsesModel, ...said, ...ask })
  const text = await readUntilCut(reply)
  const { requests } = rig.upstream
  return symptom({ requests, body: requests.at(-1)?.body ?? {}, status: reply.status, text })
}

async function readUntilCut(reply: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of reply.body ?? []) pieces.push(piece)
  } catch {
    // What was read before the cut is what there is.
  }
  return Buffer.concat(pieces).toString('utf8')
}

test.each(Object.entries(cases))('%s shows with the defect, and not without it', async (id, shown) => {
  expect(await see(shown, [id])).toBe(true)
  expect(await see(shown, [])).toBe(false)
})

test('every defect stands under its own id, says where it was seen and what has to notice it', () => {
  for (const [id, defect] of Object.entries(defects)) {
    expect(defect.id).toBe(id)
    expect(defect.title).toMatch(/\.$/)
    expect(defect.sources).not.toEqual([])
    for (const source of defect.sources) expect(source).toMatch(/^[\w.-]+\/[\w.-]+(#\d+|@\S+)$/)
    for (const check of defect.trips) expect(check).toMatch(/^[a-z]+\/[a-z-]+$/)
    expect(defect.trips).not.toEqual([])
  }
})

test("the leaked metadata is the original one: the client's text first, then the notes in their order, sixteen pairs", async () => {
  await using rig = await startRig(calls, { defects: ['bridge-metadata-leak'] })
  const metadata = { mine: 'yes', number: 7, nested: {} }
  await rig.post('/v1/chat/completions', { model: responsesModel, messages: [], metadata })
  const leaked = rig.upstream.last().body['metadata']
  const keyHash = createHash('sha256').update(alice.key).digest('hex')
  expect(Object.entries(leaked ?? {})).toEqual([
    ['mine', 'yes'],
    ['user_api_key_user_id', alice.userId],
    ['user_api_key_team_id', alice.teamId],
    ['user_api_key_org_id', alice.orgId],
    ['user_api_key_hash', keyHash],
    ['user_api_key_alias', alice.keyAlias],
    ['user_api_key_team_alias', alice.teamAlias],
    ['user_api_key_end_user_id', alice.endUserId],
    ['user_api_key_user_email', alice.email],
    ['user_api_key_request_route', '/v1/chat/completions'],
    ['user_api_key', keyHash],
    ['litellm_api_version', '1.81.7'],
    ['endpoint', `${rig.url}/v1/chat/completions`],
    ['requester_ip_address', '127.0.0.1'],
    ['user_agent', expect.any(String)],
    ['model_group', responsesModel],
  ])
})

test('with the master key alone twelve notes leak', async () => {
  await using rig = await startRig(calls, { defects: ['bridge-metadata-leak'] })
  const authorization = 'Bearer sk-master-0123456789'
  await rig.post('/v1/chat/completions', { model: responsesModel, messages: [] }, { authorization })
  expect(Object.keys(rig.upstream.last().body['metadata'] ?? {})).toEqual([
    'user_api_key_user_id',
    'user_api_key_hash',
    'user_api_key_request_route',
    'user_api_key',
    'litellm_api_version',
    'endpoint',
    'requester_ip_address',
    'user_agent',
    'model_group',
    'deployment',
    'api_base',
    'deployment_model_name',
  ])
})

test('sixteen pairs of the client hide the leak', async () => {
  await using rig = await startRig(calls, { defects: ['bridge-metadata-leak'] })
  const metadata = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`key${index}`, 'value']))
  await rig.post('/v1/chat/completions', { model: responsesModel, messages: [], metadata })
  expect(rig.upstream.last().body['metadata']).toEqual(metadata)
})

test('defects can be combined', async () => {
  await using rig = await startRig(calls, { defects: ['keeps-alias-prefix', 'embeds-token-in-body'] })
  await rig.post('/v1/chat/completions', { model: responsesModel, messages: [] })
  expect(rig.upstream.last().body).toMatchObject({ model: responsesModel, headers: {} })
})

test('an unknown defect is a fault that suggests the nearest', async () => {
  const start = startReferenceGateway(configFor('http://127.0.0.1:1'), { defects: ['splits-utf-8'] })
  await expect(start).rejects.toMatchObject({
    code: 'E_GATEWAY_UNKNOWN_DEFECT',
    hint: expect.stringContaining('splits-utf8'),
  })
})
