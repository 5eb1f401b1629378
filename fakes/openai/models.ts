import type { Refusal } from '../../src/contract/contract.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'
import { refusal } from './refusal.ts'

/** One model of each family that `contracts/openai/models.yaml` tells apart. */
const catalogue: readonly string[] = ['gpt-4o', 'gpt-4o-mini', 'o4-mini', 'gpt-5.2', 'gpt-5.2-codex', 'gpt-5.6-terra']

const releasedAt = Date.UTC(2025, 11, 1) / 1000

/** `GET /v1/models` */
export const listModels: OperationHandler = () => ({
  kind: 'json',
  status: 200,
  body: { object: 'list', data: catalogue.map(modelObject) },
})

/** `GET /v1/models/{model}` */
export const retrieveModel: OperationHandler = ({ provider, params }) => {
  const id = params['model'] ?? ''
  return catalogue.includes(id)
    ? { kind: 'json', status: 200, body: modelObject(id) }
    : { kind: 'error', refusal: unknownModel(provider, id) }
}

function modelObject(id: string): object {
  return { id, object: 'model', created: releasedAt, owned_by: 'openai' }
}

function unknownModel(provider: ProviderId, id: string): Refusal {
  const message = `The model '${id}' does not exist`
  const extras = { code: 'model_not_found', hint: 'Ask for a model of GET /v1/models.' }
  return { ...refusal('unknown-model', 404, message, extras), rule: `${provider}/unknown-model`, param: 'model' }
}
