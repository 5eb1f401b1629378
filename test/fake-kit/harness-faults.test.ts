import { expect, test } from 'vitest'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'
import { startFakes } from '../../src/fake-kit/start-fakes.ts'
import { say, sayIt, startToy, toyContract, toyDefinition } from './toy-provider.ts'

function broken(handler: OperationHandler) {
  return startToy({ definitions: [toyDefinition({ handlers: () => ({ say: handler, recall: say }) })] })
}

test('a reply that departs from its contract is a fault of ours and is not sent', async () => {
  const running = await broken(() => ({ kind: 'json', status: 200, body: { said: 7 } }))
  const response = await sayIt(running, { text: 'hi' })
  expect(response.status).toBe(500)
  expect(await response.text()).toContain('departs from its contract')
  expect(running.faults).toMatchObject([{ code: 'E_FAKE_REPLY_INVALID', kind: 'harness' }])
  expect(running.journal.exchanges()[0]?.verdict).toEqual({ kind: 'accepted' })
  await running[Symbol.asyncDispose]()
})

test('one invalid event stops the whole stream before its first byte', async () => {
  const events = [{ data: { said: 'a' } }, { data: { said: null } }]
  const running = await broken(() => ({ kind: 'stream', events }))
  const response = await sayIt(running, { stream: true })
  expect(response.status).toBe(500)
  expect(running.faults.map((fault) => fault.code)).toEqual(['E_FAKE_REPLY_INVALID'])
  await running[Symbol.asyncDispose]()
})

test('a handler that throws is answered with 500 and reported with its cause', async () => {
  const running = await broken(() => {
    throw new Error('lost my words')
  })
  const response = await sayIt(running, { text: 'hi' })
  expect(response.status).toBe(500)
  expect(running.faults).toMatchObject([
    { code: 'E_FAKE_CRASHED', kind: 'harness', cause: { message: 'lost my words' } },
  ])
  expect(running.journal.exchanges()[0]?.verdict).toMatchObject({ kind: 'refused', rule: 'toy/fault' })
  await running[Symbol.asyncDispose]()
})

test('the fake goes on after a fault', async () => {
  let calls = 0
  const running = await broken((call) => {
    calls += 1
    if (calls === 1) throw new Error('once')
    return say(call)
  })
  expect((await sayIt(running, { text: 'hi' })).status).toBe(500)
  expect((await sayIt(running, { text: 'hi' })).status).toBe(200)
  await running[Symbol.asyncDispose]()
})

test('an operation without handler and a handler without operation stop the start, both named', async () => {
  const definitions = [toyDefinition({ handlers: () => ({ say, forget: say }) })]
  const start = startFakes({ definitions, contracts: new Map([['openai', toyContract]]) })
  await expect(start).rejects.toMatchObject({
    faults: [{ code: 'E_OPERATION_WITHOUT_HANDLER' }, { code: 'E_HANDLER_WITHOUT_OPERATION' }],
  })
})

test('a provider without contract stops the start', async () => {
  const start = startFakes({ definitions: [toyDefinition()], contracts: new Map() })
  await expect(start).rejects.toMatchObject({ code: 'E_CONTRACT_MISSING' })
})
