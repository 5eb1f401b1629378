import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { gatewayFiles } from '../../../../src/gateways/process/adapter.ts'
import { plan, route } from '../../litellm/plan.ts'

const options = { file: fileURLToPath(new URL('litellm.yaml', import.meta.url)), env: {} }

function written(name: string, routes: readonly ReturnType<typeof route>[]): unknown {
  return JSON.parse(gatewayFiles(options, '/run', plan({ routes }))[name] ?? 'null')
}

test('a file can say what a configuration of LiteLLM needs', () => {
  const { alias: _alias, ...spare } = route({ model: 'gpt-4o' })
  const routes = [
    route({ drop: ['stop'], defaults: { temperature: 0 }, fallbacks: [spare] }),
    route({ alias: 'bridged', upstream: 'responses', retries: 2 }),
  ]
  const shared = { api_base: 'http://127.0.0.1:4010/~t1/v1', api_key: 'sk-provider-t1' }
  expect(written('config.yaml', routes)).toEqual({
    model_list: [
      {
        model_name: 'route-1',
        litellm_params: {
          ...shared,
          model: 'openai/gpt-5.2',
          additional_drop_params: ['stop'],
          num_retries: 0,
          temperature: 0,
        },
        model_info: { mode: 'chat' },
      },
      {
        model_name: 'bridged',
        litellm_params: { ...shared, model: 'openai/responses/gpt-5.2', additional_drop_params: [], num_retries: 2 },
      },
    ],
    router_settings: { fallbacks: [{ 'route-1': ['route-1-1'], bridged: [] }] },
    general_settings: {
      master_key: 'sk-master',
      custom_auth: 'watertight_auth.authenticate',
      disable_model_info_refresh: true,
    },
    litellm_settings: { telemetry: false },
  })
})

test('who calls is said by key', () => {
  expect(written('callers.json', [])).toEqual({
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
