import type { FakeDefinition } from '../../src/fake-kit/definition.ts'
import { checkAccounts, readSettings, readUsage } from './account.ts'
import { codexDialect } from './dialect.ts'
import { listModels } from './models.ts'
import { compactConversation, createCodexResponse } from './responses.ts'
import { codexRules } from './rules.ts'

/** The ChatGPT back end of Codex: chatgpt.com/backend-api */
export const codex: FakeDefinition = {
  id: 'codex',
  dialect: codexDialect,
  rules: codexRules,
  handlers: () => ({
    createCodexResponse: createCodexResponse(),
    compactCodexConversation: compactConversation,
    listCodexModels: listModels,
    checkCodexAccounts: checkAccounts,
    getCodexUsage: readUsage,
    getCodexUserSettings: readSettings,
  }),
}
