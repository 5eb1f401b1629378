import { expect, test } from 'vitest'
import { fakes, Journal, loadContracts, packagePath, startFakes } from '../../src/index.ts'

test('fakes run from the library, refuse what the provider refuses, and remember it', async () => {
  const contracts = loadContracts(packagePath('contracts'))
  const journal = new Journal()
  await using running = await startFakes({ definitions: fakes, contracts, journal })
  running.allowKey('openai', 'sk-mine', 'case1')

  const reply = await fetch(`${running.baseUrl('openai', 'case1')}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-mine', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }], user_api_key_hash: 'abc' }),
  })

  expect(reply.status).toBe(400)
  expect(await reply.json()).toEqual({
    error: {
      message: "Unknown parameter: 'user_api_key_hash'.",
      type: 'invalid_request_error',
      param: 'user_api_key_hash',
      code: 'unknown_parameter',
    },
  })
  const [exchange] = journal.exchanges({ token: 'case1' })
  expect(exchange?.verdict).toMatchObject({
    kind: 'refused',
    rule: 'openai/unknown-parameter',
    pointer: '/user_api_key_hash',
  })
})
