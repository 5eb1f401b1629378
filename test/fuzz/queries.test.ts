import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { startStage } from '../clients/stage.ts'
import { effort, patience } from './effort.ts'

const running = await startStage()
const key = 'sk-watertight-fuzz'

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

const queried = running
  .providers()
  .flatMap(({ id: provider, operations }) =>
    operations.map((operation) => ({ name: `${provider} ${operation.id}`, provider, operation })),
  )
const names = fc.oneof(
  fc.constantFrom(
    'limit',
    'order',
    'after',
    'include',
    'include[]',
    'include[x]',
    'stream',
    'api-version',
    '__proto__',
  ),
  fc.string({ maxLength: 8 }),
)
const queries = fc.array(fc.tuple(names, fc.oneof(fc.string(), fc.integer().map(String), fc.constant('true'))), {
  maxLength: 4,
})

test.each(queried)('$name takes or refuses any query', patience, async ({ provider, operation }) => {
  const origin = new URL(running.baseUrl(provider)).origin
  running.allowKey(provider, key)
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      running.journal.clear()
      const path = operation.path.replaceAll(/\{[^}]*\}/g, 'x')
      const response = await fetch(`${origin}${path}?${new URLSearchParams(query)}`, {
        method: operation.method,
        headers: { authorization: `Bearer ${key}` },
      })
      expect(response.status).toBeLessThan(500)
      expect(String(Buffer.from(await response.arrayBuffer()))).not.toBe('')
      const [exchange] = running.journal.exchanges()
      expect(exchange?.verdict?.kind).toBe(response.status < 400 ? 'accepted' : 'refused')
      expect(running.faults).toEqual([])
    }),
    effort(25),
  )
})
