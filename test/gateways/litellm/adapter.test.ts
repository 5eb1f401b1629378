import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { litellmAdapter } from '../../../src/gateways/litellm/adapter.ts'
import { renderCallers, renderConfig } from '../../../src/gateways/litellm/config.ts'
import { pythonEnvironment } from './environment.ts'
import { plan } from './plan.ts'

const never = new AbortController().signal
const env = { PATH: '/usr/bin:/bin', OPENAI_API_KEY: 'sk-of-the-operator' }

test('claims what it configures', () => {
  const adapter = litellmAdapter({ env })
  expect(adapter.id).toBe('litellm')
  expect([...adapter.features].sort()).toEqual([
    'bridge:chat-completions--responses',
    'bridge:responses--chat-completions',
    'drop:name',
    'drop:path',
    'fallback',
    'provider:azure-openai',
    'provider:openai',
    'retries',
    'route-defaults',
    'stream',
    'surface:chat-completions',
    'surface:embeddings',
    'surface:responses',
    'virtual-users',
  ])
})

test('starts the litellm of the environment that WATERTIGHT_LITELLM names', async () => {
  await using environment = await pythonEnvironment('1.81.7')
  const adapter = litellmAdapter({ env: { ...env, WATERTIGHT_LITELLM: environment.directory } })
  await using gateway = await adapter.start(plan(), never)
  expect(gateway.version).toBe('1.81.7')
  expect(gateway.endpoint('chat-completions')).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/chat\/completions$/),
    headers: {},
  })
  expect(gateway.endpoint('responses').url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1\/responses$/)
})

test('LiteLLM finds its configuration, callers and hook, and no secret of the operator', async () => {
  await using environment = await pythonEnvironment('1.81.7')
  await using gateway = await litellmAdapter({ executable: environment.executable, env }).start(plan(), never)
  const told = await (await fetch(new URL('/told', gateway.endpoint('responses').url))).json()
  expect(told).toMatchObject({
    config: JSON.stringify(renderConfig(plan()), null, 2),
    callers: JSON.stringify(renderCallers(plan())),
    hook: expect.stringContaining('async def authenticate(request, api_key):'),
    env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
  })
  expect(told).not.toHaveProperty('env.OPENAI_API_KEY')
})

test('asks the running proxy for its version when the installation does not tell', async () => {
  await using environment = await pythonEnvironment()
  await using gateway = await litellmAdapter({ executable: environment.directory, env }).start(plan(), never)
  expect(gateway.version).toBe('1.2.3')
})

test('does not run a compromised version at all', async () => {
  await using environment = await pythonEnvironment('1.82.8')
  const adapter = litellmAdapter({ executable: environment.directory, env })
  await expect(adapter.start(plan(), never)).rejects.toMatchObject({ code: 'E_GATEWAY_COMPROMISED' })
  expect(existsSync(environment.traceOfStart)).toBe(false)
})

test('a missing litellm is a fault that says how to install it', async () => {
  await expect(litellmAdapter({ env: { PATH: '/nowhere' } }).start(plan(), never)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_FOUND',
    hint: expect.stringContaining('WATERTIGHT_LITELLM'),
  })
})
