import { expect, test } from 'vitest'
import { fakes, Journal, loadContracts, packagePath, referenceAdapter, startFakes } from 'watertight'
import { FakeProvidersContainer } from 'watertight/testcontainers'
import { matchers, scenarios } from 'watertight/vitest'

expect.extend(matchers)

scenarios({ gateway: referenceAdapter({ defects: [] }), files: 'bridge/internal-metadata' })

test('the fakes start in ten lines, and what was recorded can be asserted', async () => {
  const journal = new Journal()
  const contracts = loadContracts(packagePath('contracts'))
  await using running = await startFakes({ definitions: fakes, contracts, journal })
  running.allowKey('openai', 'sk-mine', 'mine')
  running.script('mine', 0, [{ text: 'hello' }])
  const headers = { authorization: 'Bearer sk-mine', 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'gpt-5.2', input: 'hi', metadata: { a: 'b' } })
  const reply = await fetch(`${running.baseUrl('openai', 'mine')}/responses`, { method: 'POST', headers, body })
  expect(await reply.text()).toContain('hello')
  const [exchange] = journal.exchanges({ token: 'mine' })
  expect(exchange).toBeAcceptedBy('openai')
  expect(exchange).not.toBeAcceptedBy('codex')
})

test('the container is at hand, and its image has the version of the package', async () => {
  const none = new FakeProvidersContainer('watertight:of-no-version').withLevel('observe').start()
  await expect(none).rejects.toMatchObject({ code: expect.stringMatching(/^E_CONTAINER_(?:ENGINE|IMAGE)$/) })
})
