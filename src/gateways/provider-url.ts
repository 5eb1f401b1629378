import type { Surface } from '../contract/surface.ts'
import type { PlannedTarget } from './adapter.ts'

/** Below a provider's base URL. */
const paths: Readonly<Record<Surface, string>> = {
  'chat-completions': '/chat/completions',
  responses: '/responses',
  embeddings: '/embeddings',
}

/** Where a client that needs no gateway calls this target: `http://127.0.0.1:4010/~t1/v1/chat/completions`. */
export function providerUrl(target: PlannedTarget): string {
  const { provider, upstream, baseUrl } = target
  return provider === 'azure-openai' ? `${baseUrl}${azurePath(target)}` : `${baseUrl}${paths[upstream]}`
}

/** Dated, the deployment stands in the path, but for Responses; without a date it is the model of the body. */
function azurePath({ upstream, model, apiVersion }: PlannedTarget): string {
  if (apiVersion === undefined) return `/openai/v1${paths[upstream]}`
  const query = `?api-version=${encodeURIComponent(apiVersion)}`
  if (upstream === 'responses') return `/openai${paths[upstream]}${query}`
  return `/openai/deployments/${encodeURIComponent(model)}${paths[upstream]}${query}`
}
