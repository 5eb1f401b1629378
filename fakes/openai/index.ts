import type { FakeDefinition } from '../../src/fake-kit/definition.ts'
import { batchRules } from '../surfaces/batches/batch-rules.ts'
import { batchHandlers } from '../surfaces/batches/handlers.ts'
import { createChatCompletion } from '../surfaces/chat-completions/create.ts'
import { createCompletion } from '../surfaces/completions/create.ts'
import { createEmbedding } from '../surfaces/embeddings/create.ts'
import { fileRules } from '../surfaces/files/file-rules.ts'
import { createFileStore } from '../surfaces/files/file-store.ts'
import { fileHandlers } from '../surfaces/files/handlers.ts'
import { createModeration } from '../surfaces/moderations/create.ts'
import { responseHandlers } from '../surfaces/responses/handlers.ts'
import { stateRules } from '../surfaces/responses/state-rules.ts'
import { openaiDialect } from './dialect.ts'
import { listModels, retrieveModel } from './models.ts'
import { openaiRules } from './rules.ts'

/** api.openai.com */
export const openai: FakeDefinition = {
  id: 'openai',
  dialect: openaiDialect,
  rules: [...openaiRules, ...stateRules('openai'), ...fileRules('openai'), ...batchRules('openai')],
  handlers: () => {
    const files = createFileStore()
    return {
      createChatCompletion,
      ...responseHandlers(),
      createCompletion,
      createEmbedding,
      createModeration,
      listModels,
      retrieveModel,
      ...fileHandlers(files),
      ...batchHandlers(files),
    }
  },
}
