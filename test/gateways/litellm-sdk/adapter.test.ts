import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { litellmSdkAdapter, renderRoutes } from '../../../src/gateways/litellm-sdk/adapter.ts'
import { pythonEnvironment } from '../litellm/environment.ts'
import { plan, route } from '../litellm/plan.ts'

const never = new AbortController().signal
const env = { PATH: '/usr/bin:/bin', OPENAI_API_KEY: 'sk-of-the-operator' }

test('claims what a library can do: no users, no defaults, no fallbacks', () => {
  const { id, features } = litellmSdkAdapter({ env })
  expect(id).toBe('litellm-sdk')
  expect(
    ['virtual-users', 'route-defaults', 'fallback', 'forward-headers'].filter((name) => has(features, name)),
  ).toEqual([])
  expect([...features]).toEqual(
    expect.arrayContaining(['surface:responses', 'bridge:chat-completions--responses', 'drop:path']),
  )
})

function has(features: ReadonlySet<string>, name: string): boolean {
  return features.has(name)
}

test('every route is what each call of it is given besides the body', () => {
  const routes = [route(), route({ alias: 'bridge', upstream: 'responses', drop: ['stop'], retries: 1 })]
  expect(renderRoutes(plan({ routes })).routes).toEqual({
    'route-1': {
      model: 'openai/gpt-5.2',
      api_base: 'http://127.0.0.1:4010/~t1/v1',
      api_key: 'sk-provider-t1',
      num_retries: 0,
    },
    bridge: {
      model: 'openai/responses/gpt-5.2',
      api_base: 'http://127.0.0.1:4010/~t1/v1',
      api_key: 'sk-provider-t1',
      num_retries: 1,
      additional_drop_params: ['stop'],
    },
  })
})

test('a model that stays on chat is named as one, and only the key of the run is let in', () => {
  const routes = [route({ model: 'gpt-5.2-codex' }), route({ alias: 'bridge', upstream: 'responses' })]
  expect(renderRoutes(plan({ routes }))).toMatchObject({ key: 'sk-master', modes: { 'openai/gpt-5.2-codex': 'chat' } })
  expect(Object.keys(renderRoutes(plan({ routes })).modes)).toHaveLength(1)
})

test('the Python beside the executable runs the server, with its routes and no secret of the operator', async () => {
  await using environment = await pythonEnvironment('1.81.7', 'python3')
  await using gateway = await litellmSdkAdapter({ executable: environment.directory, env }).start(plan(), never)
  expect(gateway.version).toBe('1.81.7')
  const told = await (await fetch(new URL('/told', gateway.endpoint('responses').url))).json()
  expect(told).toMatchObject({
    routes: JSON.stringify(renderRoutes(plan())),
    server: expect.stringContaining('litellm.acompletion'),
    env: { LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
  })
  expect(told).not.toHaveProperty('env.OPENAI_API_KEY')
})

test('a link to litellm leads to the Python of its environment', async () => {
  await using environment = await pythonEnvironment('1.81.7', 'python3')
  writeFileSync(join(environment.directory, 'bin', 'litellm'), '#!/bin/sh\n', { mode: 0o700 })
  const link = join(environment.directory, 'gate')
  symlinkSync(join(environment.directory, 'bin', 'litellm'), link)
  await using gateway = await litellmSdkAdapter({ executable: link, env }).start(plan(), never)
  expect(gateway.version).toBe('1.81.7')
})

test('a compromised version is not imported', async () => {
  await using environment = await pythonEnvironment('1.82.7', 'python3')
  const adapter = litellmSdkAdapter({ executable: environment.directory, env })
  await expect(adapter.start(plan(), never)).rejects.toMatchObject({ code: 'E_GATEWAY_COMPROMISED' })
})
