import type { FakeDefinition } from '../../src/fake-kit/definition.ts'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'
import { listModels, retrieveModel } from '../openai/models.ts'
import { createCompletion } from '../surfaces/completions/create.ts'
import { createEmbedding } from '../surfaces/embeddings/create.ts'
import { createFilteredChatCompletion } from './chat.ts'
import { anyDeployment, type Deployments } from './deployments.ts'
import { createAzureDialect } from './dialect.ts'
import { limitedHeaders } from './reply-headers.ts'
import { filteredResponseHandlers } from './responses.ts'
import { azureRules } from './rules.ts'

/** A resource of Azure OpenAI: {resource}.openai.azure.com, with its dated surface and the one without dates. */
export function createAzureOpenAI(deployments: Deployments): FakeDefinition {
  return {
    id: 'azure-openai',
    dialect: createAzureDialect(deployments),
    // They stand in a file, which is read when somebody wants to know.
    get rules() {
      return azureRules()
    },
    handlers: () => ({
      createChatCompletion: createFilteredChatCompletion(deployments),
      createDeploymentChatCompletion: createFilteredChatCompletion(deployments),
      createCompletion: limited(createCompletion),
      createDeploymentCompletion: limited(createCompletion),
      createEmbedding: limited(createEmbedding),
      createDeploymentEmbedding: limited(createEmbedding),
      ...filteredResponseHandlers(),
      listModels,
      retrieveModel,
    }),
  }
}

export const azureOpenAI: FakeDefinition = createAzureOpenAI(anyDeployment)

function limited(handler: OperationHandler): OperationHandler {
  return (call) => {
    const reply = handler(call)
    return reply.kind === 'error' ? reply : { ...reply, headers: limitedHeaders(call) }
  }
}
