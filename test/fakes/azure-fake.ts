import { azureOpenAI } from '../../fakes/azure-openai/index.ts'
import type { ProviderContract } from '../../src/contract/contract.ts'
import { loadProviderContract } from '../../src/contract/load-contract.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import { type StartFakesOptions, startFakes } from '../../src/fake-kit/start-fakes.ts'

export const key = 'watertight-azure-key'
export const azureContract: ProviderContract = loadProviderContract(packagePath('contracts', 'azure-openai'))

/** The newest of the dated versions. */
export const version = '2025-04-01-preview'

/** The Azure OpenAI fake with its real contract, on a free port. */
export async function startAzure(options: Partial<StartFakesOptions> = {}): Promise<RunningFakes> {
  const contracts = new Map([[azureOpenAI.id, azureContract]])
  const running = await startFakes({ definitions: [azureOpenAI], contracts, ...options })
  running.allowKey('azure-openai', key)
  return running
}

export function datedChat(deployment: string, apiVersion: string = version): string {
  return `/openai/deployments/${deployment}/chat/completions?api-version=${apiVersion}`
}

/** `path` is below the endpoint. @param headers in place of the key */
export function post(
  running: RunningFakes,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = { 'api-key': key },
  token?: string,
): Promise<Response> {
  return fetch(running.baseUrl('azure-openai', token) + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
