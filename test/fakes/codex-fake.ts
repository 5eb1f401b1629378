import { codex } from '../../fakes/codex/index.ts'
import type { ProviderContract } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { type StartFakesOptions, startFakes } from '../../src/fake-kit/start-fakes.ts'

export const token = 'watertight-access-token'
export const codexContract: ProviderContract = loadProviderContract(packagePath('contracts/codex'))

/** The least that the back end accepts. */
export const hello = {
  model: 'gpt-5.6-terra',
  instructions: 'be brief',
  input: [{ role: 'user', content: 'hi' }] as const,
  store: false,
  stream: true,
}

/** The Codex fake with its real contract, on a free port. */
export async function startCodex(options: Partial<StartFakesOptions> = {}): Promise<RunningFakes> {
  const contracts = new Map([[codex.id, codexContract]])
  const running = await startFakes({ definitions: [codex], contracts, ...options })
  running.allowKey('codex', token)
  return running
}

/** `path` is below the host: `/backend-api/codex/models`. */
export function send(running: RunningFakes, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(init.headers)) }
  return fetch(new URL(path, running.baseUrl('codex')), { ...init, headers })
}

export function postTurn(
  running: RunningFakes,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return send(running, '/backend-api/codex/responses', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
