import { expect, test } from 'vitest'
import { parseDropPath, withoutField } from '../../../src/gateways/reference/drop-path.ts'
import { messageItem, responseOf } from './fixtures.ts'
import { chatModel, responsesModel, startRig } from './gateway-kit.ts'
import { answerJson } from './upstream.ts'

const path = '/v1/chat/completions'
const messages = [{ role: 'user', content: 'hi' }]

test.each([
  ['stop', { stop: 1, metadata: { stop: 2 } }, { metadata: { stop: 2 } }],
  ['metadata.trace', { metadata: { trace: 1, kept: 2 } }, { metadata: { kept: 2 } }],
  [
    'tools[*].function.strict',
    { tools: [{ function: { strict: true, name: 'f' } }] },
    { tools: [{ function: { name: 'f' } }] },
  ],
  ['messages[1].name', { messages: [{ name: 'a' }, { name: 'b' }] }, { messages: [{ name: 'a' }, {}] }],
  ['messages[0]', { messages: [1, 2] }, { messages: [2] }],
  ['messages[*]', { messages: [1, 2] }, { messages: [] }],
  ['stop.deeper', { stop: 'text' }, { stop: 'text' }],
  ['absent.field', { stop: 1 }, { stop: 1 }],
  ['toString', { stop: 1 }, { stop: 1 }],
])('dropping %s leaves everything else', (field, body, expected) => {
  const before = structuredClone(body)
  expect(withoutField(body, parseDropPath(field) ?? [])).toEqual(expected)
  expect(body).toEqual(before)
})

test.each(['', '.', 'a.', 'a[', 'a[-1]', 'a[x]', '[0]', 'a..b'])('%j is no field', (field) => {
  expect(parseDropPath(field)).toBeUndefined()
})

test.each([chatModel, responsesModel])(
  'names and paths are dropped on the way to %s, and only there',
  async (model) => {
    await using rig = await startRig(answerJson(responseOf([messageItem('hello')])), {
      drop: ['temperature', 'store', 'tools[*].function.strict'],
    })
    const parameters = { properties: { temperature: { type: 'number' }, store: {} } }
    const tools = [{ type: 'function', function: { name: 'f', parameters, strict: true } }]
    await rig.post(path, { model, messages, tools, temperature: 0.5, top_p: 0.5, store: true })
    const { body, text } = rig.upstream.last()
    expect(body).not.toHaveProperty('temperature')
    expect(body).not.toHaveProperty('store')
    expect(text).not.toContain('strict')
    expect(body).toMatchObject({ top_p: 0.5 })
    expect(text).toContain(JSON.stringify(parameters))
  },
)

test('a field that the operator drops is not refused for want of a counterpart', async () => {
  await using rig = await startRig(answerJson(responseOf([messageItem('hello')])), { drop: ['stop'] })
  const reply = await rig.post(path, { model: responsesModel, messages, stop: ['\n'] })
  expect(reply.status).toBe(200)
  expect(reply.headers.has('x-gateway-dropped-params')).toBe(false)
})

test('a field without a counterpart is refused by name', async () => {
  await using rig = await startRig(answerJson({}))
  const reply = await rig.post(path, { model: responsesModel, messages, stop: ['\n'], seed: 7 })
  expect(reply.status).toBe(400)
  expect(await reply.json()).toMatchObject({
    error: { message: expect.stringMatching(/'stop', 'seed'/), param: 'stop', code: 'unsupported_parameter' },
  })
  expect(rig.upstream.requests).toEqual([])
})

test('where the operator prefers dropping, the reply names what is gone', async () => {
  await using rig = await startRig(answerJson(responseOf([messageItem('hello')])), { onUnsupported: 'drop' })
  const body = { model: responsesModel, messages: [{ ...messages[0], name: 'alice' }], stop: ['\n'], 'odd, näme': 1 }
  const reply = await rig.post(path, body)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('x-gateway-dropped-params')).toBe('messages[0].name, stop, odd%2C%20n%C3%A4me')
})
