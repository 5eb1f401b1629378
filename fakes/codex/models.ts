import type { HeaderPair } from '../../src/fake-kit/dialect.ts'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'

interface CatalogueEntry {
  readonly slug: string
  readonly efforts: readonly string[]
}

/** One model of each family that `contracts/codex/models.yaml` tells apart, the best first. */
const catalogue: readonly CatalogueEntry[] = [
  { slug: 'gpt-6-astra', efforts: ['low', 'medium', 'high', 'xhigh', 'max'] },
  { slug: 'gpt-5.6-terra', efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'] },
  { slug: 'gpt-5.5', efforts: ['none', 'low', 'medium', 'high', 'xhigh'] },
  { slug: 'gpt-5.2-codex', efforts: ['low', 'medium', 'high', 'xhigh'] },
  { slug: 'gpt-5.1-codex', efforts: ['low', 'medium', 'high'] },
  { slug: 'gpt-5', efforts: ['minimal', 'low', 'medium', 'high'] },
]

/** Of the list. The headers of a response repeat it, so that a client knows when to read the list again. */
const etag = 'W/"watertight-1"'

export const modelsEtag: HeaderPair = ['x-models-etag', etag]

/** `GET /backend-api/codex/models` */
export const listModels: OperationHandler = () => ({
  kind: 'json',
  status: 200,
  body: { models: catalogue.map(modelObject) },
  headers: [['etag', etag]],
})

function modelObject({ slug, efforts }: CatalogueEntry, index: number): object {
  return {
    slug,
    display_name: slug,
    description: null,
    default_reasoning_level: 'medium',
    supported_reasoning_levels: efforts.map((effort) => ({ effort, description: `Reasons with effort ${effort}` })),
    shell_type: 'unified_exec',
    visibility: 'list',
    minimal_client_version: null,
    supported_in_api: true,
    priority: index,
    base_instructions: 'You are a coding agent.',
    supports_reasoning_summaries: true,
    support_verbosity: true,
    default_verbosity: 'medium',
    truncation_policy: { mode: 'tokens', limit: 10_000 },
    supports_parallel_tool_calls: true,
    context_window: 272_000,
    experimental_supported_tools: [],
    prefer_websockets: false,
  }
}
