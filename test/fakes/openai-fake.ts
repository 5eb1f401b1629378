import { fakes } from '../../fakes/index.ts'
import { parseSse, type SseEvent } from '../../src/capture/sse.ts'
import type { ProviderContract } from '../../src/contract/contract.ts'
import { loadContracts } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { type StartFakesOptions, startFakes } from '../../src/fake-kit/start-fakes.ts'

export const key = 'sk-watertight-test-key'
export const contracts: ReadonlyMap<ProviderId, ProviderContract> = loadContracts(packagePath('contracts'))

/** The OpenAI fake with its real contract, on a free port. */
export async function startOpenAI(options: Partial<StartFakesOptions> = {}): Promise<RunningFakes> {
  const running = await startFakes({ definitions: fakes, contracts, ...options })
  running.allowKey('openai', key)
  return running
}

/** `path` is below the base URL: `/responses`. */
export function post(running: RunningFakes, path: string, body: unknown, token?: string): Promise<Response> {
  return fetch(running.baseUrl('openai', token) + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** The body of an accepted request's JSON reply. */
export async function postJson(running: RunningFakes, path: string, body: unknown, token?: string): Promise<unknown> {
  const response = await post(running, path, body, token)
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return await response.json()
}

export interface Streamed {
  readonly events: readonly SseEvent[]
  /** Of each event, parsed; without the terminator. */
  readonly data: readonly unknown[]
}

export async function postStream(
  running: RunningFakes,
  path: string,
  body: Readonly<Record<string, unknown>>,
  token?: string,
): Promise<Streamed> {
  const response = await post(running, path, { ...body, stream: true }, token)
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  const { events } = parseSse(Buffer.from(await response.arrayBuffer()))
  const data = events.filter((event) => event.data !== '[DONE]').map((event): unknown => JSON.parse(event.data))
  return { events, data }
}
