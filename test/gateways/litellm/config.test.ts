import { expect, test } from 'vitest'
import { renderCallers, renderConfig } from '../../../src/gateways/litellm/config.ts'
import { plan, route } from './plan.ts'

function deploymentOf(changes: Parameters<typeof route>[0]) {
  return renderConfig(plan({ routes: [route(changes)] })).model_list[0]
}

test('every route becomes one deployment under its alias, with its own base URL and key', () => {
  const routes = [
    route(),
    route({ alias: 'route-2', baseUrl: 'http://127.0.0.1:4010/~t2/v1', apiKey: 'sk-provider-t2' }),
  ]
  expect(renderConfig(plan({ routes })).model_list).toMatchObject([
    { model_name: 'route-1', litellm_params: { api_base: 'http://127.0.0.1:4010/~t1/v1', api_key: 'sk-provider-t1' } },
    { model_name: 'route-2', litellm_params: { api_base: 'http://127.0.0.1:4010/~t2/v1', api_key: 'sk-provider-t2' } },
  ])
})

test('a chat route stays on chat completions, whatever LiteLLM thinks of the model', () => {
  expect(deploymentOf({ model: 'gpt-5.2-codex' })).toMatchObject({
    litellm_params: { model: 'openai/gpt-5.2-codex' },
    model_info: { mode: 'chat' },
  })
})

test('a chat route to the Responses surface names the bridge in its model', () => {
  const deployment = deploymentOf({ upstream: 'responses' })
  expect(deployment?.litellm_params.model).toBe('openai/responses/gpt-5.2')
  expect(deployment).not.toHaveProperty('model_info')
})

test('a native Responses route names the model only', () => {
  const deployment = deploymentOf({ client: 'responses', upstream: 'responses' })
  expect(deployment?.litellm_params.model).toBe('openai/gpt-5.2')
  expect(deployment).not.toHaveProperty('model_info')
})

test('a Responses route to Chat Completions goes to a server that LiteLLM knows no Responses of', () => {
  const back = { client: 'responses', upstream: 'chat-completions' } as const
  expect(deploymentOf(back)?.litellm_params).toMatchObject({
    model: 'custom_openai/gpt-5.2',
    api_base: 'http://127.0.0.1:4010/~t1/v1',
  })
  const azure = { ...back, provider: 'azure-openai', baseUrl: 'http://127.0.0.1:4010/~t1' } as const
  expect(deploymentOf(azure)?.litellm_params).toMatchObject({
    model: 'custom_openai/gpt-5.2',
    api_base: 'http://127.0.0.1:4010/~t1/openai/v1',
  })
  expect(deploymentOf({ ...azure, apiVersion: '2024-10-21' })?.litellm_params).toMatchObject({
    model: 'azure/gpt-5.2',
    api_version: '2024-10-21',
    use_chat_completions_api: true,
  })
})

test.each([
  [{ apiVersion: '2025-04-01-preview' }, 'azure/gpt-5.2', '2025-04-01-preview'],
  [{}, 'azure/gpt-5.2', 'v1'],
  [{ upstream: 'responses' }, 'azure/responses/gpt-5.2', 'v1'],
] as const)('a route to Azure OpenAI says which version it means: %o', (changes, model, version) => {
  const azure = { ...changes, provider: 'azure-openai', baseUrl: 'http://127.0.0.1:4010/~t1' } as const
  expect(deploymentOf(azure)?.litellm_params).toMatchObject({
    model,
    api_base: 'http://127.0.0.1:4010/~t1',
    api_version: version,
  })
  expect(deploymentOf({})?.litellm_params).not.toHaveProperty('api_version')
})

test.each([
  { provider: 'codex', client: 'responses', upstream: 'chat-completions' },
  { provider: 'codex', client: 'responses', upstream: 'responses' },
  { client: 'embeddings', upstream: 'chat-completions' },
] as const)('a way that the adapter has not is a fault of the harness: %o', (changes) => {
  expect(() => deploymentOf(changes)).toThrow(expect.objectContaining({ code: 'E_GATEWAY_ROUTE', kind: 'harness' }))
})

test('a route is sent again as often as it says, and not as often as LiteLLM does by itself', () => {
  expect(deploymentOf({ retries: 2 })?.litellm_params.num_retries).toBe(2)
  expect(deploymentOf({})?.litellm_params.num_retries).toBe(0)
})

test('defaults of a route stand beside its settings, which they do not replace', () => {
  const defaults = { temperature: 0.5, model: 'another' }
  expect(deploymentOf({ defaults })?.litellm_params).toMatchObject({ temperature: 0.5, model: 'openai/gpt-5.2' })
})

test('a fallback is a deployment of its own, with the key and the model of its target', () => {
  const fallbacks = [
    {
      provider: 'openai',
      upstream: 'responses',
      model: 'gpt-4o',
      baseUrl: 'http://127.0.0.1:4011/~f/v1',
      apiKey: 'sk-f',
    },
  ] as const
  const { model_list, litellm_settings } = renderConfig(plan({ routes: [route({ fallbacks }), route({ alias: 'b' })] }))
  expect(model_list.map(({ model_name }) => model_name)).toEqual(['route-1', 'route-1-fallback-1', 'b'])
  expect(model_list[1]?.litellm_params).toMatchObject({
    model: 'openai/responses/gpt-4o',
    api_base: 'http://127.0.0.1:4011/~f/v1',
    api_key: 'sk-f',
  })
  expect(litellm_settings.fallbacks).toEqual([{ 'route-1': ['route-1-fallback-1'] }])
})

test('names and paths to drop are additional_drop_params; without any there is no such setting', () => {
  const drop = ['stop', 'tools[*].function.strict']
  expect(deploymentOf({ drop })?.litellm_params.additional_drop_params).toEqual(drop)
  expect(deploymentOf({})?.litellm_params).not.toHaveProperty('additional_drop_params')
})

test('authenticates with the hook, and asks no provider for its models', () => {
  const { general_settings, litellm_settings } = renderConfig(plan())
  expect(general_settings).toEqual({
    master_key: 'sk-master',
    custom_auth: 'watertight_auth.authenticate',
    disable_model_info_refresh: true,
  })
  expect(litellm_settings).toEqual({ telemetry: false })
})

test('the hook knows the whole identity of a user and no identity of the operator', () => {
  expect(renderCallers(plan())).toEqual({
    'sk-master': { user_role: 'proxy_admin' },
    'sk-alice': {
      user_id: 'user-alice',
      user_email: 'alice@example.test',
      team_id: 'team-1',
      team_alias: 'team one',
      org_id: 'org-1',
      key_alias: 'key of alice',
      end_user_id: 'end-user-1',
    },
  })
})
