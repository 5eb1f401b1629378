import type { FakeDefinition } from '../../src/fake-kit/definition.ts'
import { createChatCompletion } from '../surfaces/chat-completions/create.ts'
import { responseHandlers } from '../surfaces/responses/handlers.ts'
import { openaiDialect } from './dialect.ts'
import { listModels, retrieveModel } from './models.ts'

/** api.openai.com */
export const openai: FakeDefinition = {
  id: 'openai',
  dialect: openaiDialect,
  handlers: () => ({ createChatCompletion, ...responseHandlers(), listModels, retrieveModel }),
}
