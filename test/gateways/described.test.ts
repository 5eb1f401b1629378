import { expect, test } from 'vitest'
import { packagePath } from '../../src/contract/package-path.ts'
import { gatewayFiles } from '../../src/gateways/process/adapter.ts'
import { plan, route } from './litellm/plan.ts'

/** What a gateway of ours gets as this file. */
function written(id: string, name: string, routes: readonly ReturnType<typeof route>[]): unknown {
  const file = packagePath('scenarios', 'gateways', `${id}.yaml`)
  const files = gatewayFiles(
    { file, env: {}, installed: { version: '1.0.0', folder: '/cache' } },
    '/run',
    plan({ routes }),
  )
  return JSON.parse(files[name] ?? '')
}

const { alias: _alias, ...spare } = route({
  baseUrl: 'http://127.0.0.1:4010/~t2/v1',
  apiKey: 'sk-provider-t2',
  model: 'gpt-4o',
})

test('a route of llm-router is a provider and an alias, and its fallbacks stand behind it', () => {
  expect(written('llm-router', 'config.json', [route({ fallbacks: [spare] })])).toMatchObject({
    masterKey: 'sk-master',
    providers: [
      {
        id: 'route-1-0',
        baseUrl: 'http://127.0.0.1:4010/~t1/v1',
        apiKey: 'sk-provider-t1',
        models: [{ id: 'gpt-5.2' }],
      },
      {
        id: 'route-1-1',
        baseUrl: 'http://127.0.0.1:4010/~t2/v1',
        apiKey: 'sk-provider-t2',
        models: [{ id: 'gpt-4o' }],
      },
    ],
    modelAliases: {
      'route-1': { targets: [{ ref: 'route-1-0/gpt-5.2' }], fallbackTargets: [{ ref: 'route-1-1/gpt-4o' }] },
    },
  })
})

test('a route of Nullplatform is a project, which has a router only where there is something to choose', () => {
  const config = written('nullplatform', 'gateway.json', [
    route(),
    route({ alias: 'route-2', retries: 2, fallbacks: [spare] }),
  ])
  const own = (attempts: number) => ({
    baseUrl: 'http://127.0.0.1:4010/~t1/v1',
    apiKey: 'sk-provider-t1',
    retryAttempts: attempts,
  })
  expect(config).toMatchObject({
    projects: [
      { name: 'route-1', models: [{ provider: { config: own(1) } }], plugins: [{ type: 'basic-apikey-auth' }] },
      {
        name: 'route-2',
        models: [{ provider: { config: own(3) } }, { name: 'route-2-1', provider: { config: { model: 'gpt-4o' } } }],
        plugins: [
          { config: { apikeys: ['sk-master', 'sk-alice'] } },
          { config: { model: 'route-2', fallbacks: ['route-2-1'] } },
        ],
      },
    ],
  })
})

test('Claude Code Router is told which routes lead to Responses', () => {
  const config = written('claude-code-router', '.claude-code-router/config.json', [
    route(),
    route({ alias: 'route-2', upstream: 'responses' }),
  ])
  expect(config).toMatchObject({
    APIKEY: 'sk-master',
    Providers: [
      { name: 'route-1', api_base_url: 'http://127.0.0.1:4010/~t1/v1/chat/completions', models: ['gpt-5.2'] },
      {
        name: 'route-2',
        api_base_url: 'http://127.0.0.1:4010/~t1/v1/responses',
        transformer: { use: ['openai-responses'] },
      },
    ],
  })
})

test('9Router is given its routes and its keys by what its dashboard would send', () => {
  const routes = [route({ alias: 'route-2', upstream: 'responses' })]
  expect(written('nine-router', 'keys.json', routes)).toEqual(['sk-master', 'sk-alice'])
  expect(written('nine-router', 'routes.json', routes)).toEqual([
    {
      key: 'sk-provider-t1',
      node: {
        name: 'route-2',
        prefix: 'route-2',
        type: 'openai-compatible',
        apiType: 'responses',
        baseUrl: 'http://127.0.0.1:4010/~t1/v1',
      },
    },
  ])
})

test('a route of AIChat is a client with one model, of the kind that its surface asks for', () => {
  const routes = [route(), route({ alias: 'route-2', client: 'embeddings', upstream: 'embeddings' })]
  expect(written('aichat', 'config.yaml', routes)).toMatchObject({
    clients: [
      { name: 'route-1', api_base: 'http://127.0.0.1:4010/~t1/v1', models: [{ name: 'gpt-5.2', type: 'chat' }] },
      { name: 'route-2', models: [{ type: 'embedding' }] },
    ],
  })
})
