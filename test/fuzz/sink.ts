import { vi } from 'vitest'
import { fakes } from '../../fakes/index.ts'
import type { Exchange } from '../../src/capture/exchange.ts'
import type { Limits } from '../../src/fake-kit/fake.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { startFakes } from '../../src/fake-kit/start-fakes.ts'
import { contracts, key } from '../fakes/openai-fake.ts'

/** The fake of OpenAI with small limits, for what nobody should send. */
export async function startSink(limits: Partial<Limits>): Promise<RunningFakes> {
  const definitions = fakes.filter(({ id }) => id === 'openai')
  const running = await startFakes({ definitions, contracts, limits })
  running.allowKey('openai', key)
  return running
}

/** The head of a chat request, up to the headers of its body. */
export const chatHead: readonly string[] = [
  'POST /v1/chat/completions HTTP/1.1',
  'Host: 127.0.0.1',
  `Authorization: Bearer ${key}`,
  'Content-Type: application/json',
]

export const chatBody = '{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}'

/** Everything recorded so far, when there is at least one exchange and all of them are over. */
export async function recordedBy({ journal }: RunningFakes): Promise<readonly Exchange[]> {
  await vi.waitFor(() => {
    if (journal.exchanges().length === 0) throw new Error('nothing was recorded')
  })
  await journal.settled({}, 5000)
  return journal.exchanges()
}

/** Whether it answers an ordinary request. */
export async function isAlive(running: RunningFakes): Promise<boolean> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const url = `${running.baseUrl('openai')}/chat/completions`
  const response = await fetch(url, { method: 'POST', headers, body: chatBody })
  await response.arrayBuffer()
  return response.status === 200
}
