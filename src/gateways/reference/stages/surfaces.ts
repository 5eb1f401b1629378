import type { Surface } from '../../../contract/surface.ts'

/** Whether a request of one surface can be served by another one. */
export function canServe(client: Surface, upstream: Surface): boolean {
  return client === upstream || (client !== 'embeddings' && upstream !== 'embeddings')
}
