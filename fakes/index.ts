import type { FakeDefinition } from '../src/fake-kit/definition.ts'
import { azureOpenAI } from './azure-openai/index.ts'
import { codex } from './codex/index.ts'
import { openai } from './openai/index.ts'

/** Every provider that can be served. */
export const fakes: readonly FakeDefinition[] = [openai, azureOpenAI, codex]
