import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Fault, Faults, placeText } from '../../../src/contract/fault.ts'
import { readGatewayConfig } from '../../../src/gateways/reference/config-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'watertight-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

const minimal = `master_key: sk-master
models:
  - alias: a
    provider: openai
    surface: responses
    base_url: http://127.0.0.1:4010/v1/
    api_key: env:OPENAI_API_KEY
    model: gpt-5.2-codex
`

function read(text: string, environment: Record<string, string> = { OPENAI_API_KEY: 'sk-provider' }): unknown {
  const path = join(directory, 'gateway.yaml')
  writeFileSync(path, text)
  return readGatewayConfig(path, environment)
}

/** `line:col code message | hint` of every fault. */
function faultsIn(text: string, environment?: Record<string, string>): string[] {
  try {
    read(text, environment)
    return []
  } catch (error) {
    if (!(error instanceof Fault || error instanceof Faults)) throw error
    const faults = error instanceof Fault ? [error] : error.faults
    return faults.map(({ place, code, message, hint = '' }) => {
      const where = place ? placeText(place).replace(/^.*\.yaml:/, '') : ''
      return `${where} ${code} ${message} | ${hint}`
    })
  }
}

test('what the operator leaves out has a default', () => {
  expect(read(minimal)).toEqual({
    listen: { host: '127.0.0.1', port: 4000 },
    masterKey: 'sk-master',
    users: [],
    models: [
      {
        alias: 'a',
        provider: 'openai',
        surface: 'responses',
        baseUrl: 'http://127.0.0.1:4010/v1',
        apiKey: 'sk-provider',
        model: 'gpt-5.2-codex',
        drop: [],
        defaults: {},
        forwardHeaders: [],
        retries: 0,
        fallbacks: [],
      },
    ],
    onUnsupported: 'refuse',
  })
})

test('every setting reaches the gateway', () => {
  const users =
    'users:\n  - { key: sk-a, user_id: u, email: e, team_id: t, team_alias: ta, org_id: o, key_alias: k, end_user_id: eu }\n'
  const full = `listen: { host: 127.0.0.2, port: 0 }\non_unsupported: drop\n${users}${minimal}    drop: [stop, "tools[*].function.strict"]\n`
  expect(read(full)).toMatchObject({
    listen: { host: '127.0.0.2', port: 0 },
    users: [
      {
        key: 'sk-a',
        userId: 'u',
        email: 'e',
        teamId: 't',
        teamAlias: 'ta',
        orgId: 'o',
        keyAlias: 'k',
        endUserId: 'eu',
      },
    ],
    models: [{ drop: ['stop', 'tools[*].function.strict'] }],
    onUnsupported: 'drop',
  })
})

const azure =
  'provider: azure-openai, surface: chat-completions, base_url: http://127.0.0.1:4011/, api_key: k, model: gpt-4o'

test('a model has defaults, headers to forward, retries and fallbacks', () => {
  const more = `    defaults: { temperature: 0.5, metadata: { team: a } }
    forward_headers: [X-Trace-Id]
    retries: 2
    fallbacks:
      - { ${azure}, api_version: 2025-04-01-preview }
      - { provider: codex, surface: responses, base_url: http://127.0.0.1:4012/c, api_key: env:OPENAI_API_KEY, model: gpt-5.2-codex, account_id: a }
`
  expect(read(minimal + more)).toMatchObject({
    models: [
      {
        defaults: { temperature: 0.5, metadata: { team: 'a' } },
        forwardHeaders: ['x-trace-id'],
        retries: 2,
        fallbacks: [
          {
            provider: 'azure-openai',
            surface: 'chat-completions',
            baseUrl: 'http://127.0.0.1:4011',
            apiKey: 'k',
            model: 'gpt-4o',
            apiVersion: '2025-04-01-preview',
          },
          { provider: 'codex', apiKey: 'sk-provider', accountId: 'a' },
        ],
      },
    ],
  })
})

test.each([
  [
    'an unknown key',
    `${minimal}on_unsuported: drop\n`,
    '9:1 E_GATEWAY_CONFIG unknown key \'on_unsuported\' in the config | Did you mean "on_unsupported"?',
  ],
  [
    'an unknown key of a model',
    `${minimal}    drops: []\n`,
    "9:5 E_GATEWAY_CONFIG unknown key 'drops' in 'models.0' | Did you mean \"drop\"?",
  ],
  [
    'a missing key',
    minimal.replace('    provider: openai\n', ''),
    "3:5 E_GATEWAY_CONFIG 'models.0' lacks 'provider' | Add 'provider'.",
  ],
  [
    'a wrong choice',
    minimal.replace('responses', 'messages'),
    "5:14 E_GATEWAY_CONFIG 'models.0.surface' must be equal to one of the allowed values: chat-completions, responses, embeddings | ",
  ],
  ['a wrong type', minimal.replace('sk-master', '7'), "1:13 E_GATEWAY_CONFIG 'master_key' must be string | "],
  [
    'an address that is none',
    minimal.replace('http://127.0.0.1:4010/v1/', 'localhost'),
    '6:15 E_GATEWAY_CONFIG \'models.0.base_url\' must match pattern "^https?://[^/]" | ',
  ],
  [
    'a drop that names no field',
    `${minimal}    drop: [stop, "tools["]\n`,
    "9:18 E_GATEWAY_CONFIG 'tools[' is no field | Write a name (stop) or a path (tools[*].function.strict).",
  ],
  [
    'an alias used twice',
    `${minimal}${minimal.slice(minimal.indexOf('  - alias'))}`,
    '9:12 E_GATEWAY_CONFIG the alias is used twice | Give every entry its own alias.',
  ],
  [
    'a key used twice',
    `users: [{ key: sk-master }]\n${minimal}`,
    '1:16 E_GATEWAY_CONFIG the key is used twice | Give every entry its own key.',
  ],
  [
    'a credential of the client to forward',
    `${minimal}    forward_headers: [x-trace-id, Authorization]\n`,
    "9:35 E_GATEWAY_CONFIG 'Authorization' is the gateway's own | Name headers of the client that the provider needs, such as x-trace-id.",
  ],
  [
    'a header that is none',
    `${minimal}    forward_headers: ['x trace']\n`,
    "9:23 E_GATEWAY_CONFIG 'x trace' is no name of a header in lower case | Name headers of the client that the provider needs, such as x-trace-id.",
  ],
  [
    'a number of retries that is none',
    `${minimal}    retries: -1\n`,
    "9:14 E_GATEWAY_CONFIG 'models.0.retries' must be >= 0 | ",
  ],
  [
    'an unknown key of a fallback',
    `${minimal}    fallbacks: [{ ${azure}, retries: 1 }]\n`,
    "9:131 E_GATEWAY_CONFIG unknown key 'retries' in 'models.0.fallbacks.0' | Known here: provider, surface, base_url, api_key, model, api_version, account_id.",
  ],
  [
    'a version of a provider that has none',
    `${minimal}    api_version: 2025-04-01-preview\n`,
    "9:18 E_GATEWAY_CONFIG 'openai' knows no api_version | Leave it out, or set provider: azure-openai.",
  ],
  [
    'an account of a provider that has none',
    `${minimal}    fallbacks: [{ ${azure}, account_id: a }]\n`,
    "9:143 E_GATEWAY_CONFIG 'azure-openai' knows no account_id | Leave it out, or set provider: codex.",
  ],
  [
    'a fallback that cannot serve the surface',
    `${minimal}    fallbacks: [{ ${azure.replace('chat-completions', 'embeddings')} }]\n`,
    "9:52 E_GATEWAY_CONFIG 'embeddings' cannot stand in for 'responses' | Embeddings fall back on embeddings alone.",
  ],
  [
    'a surface that the provider does not serve',
    minimal.replace('openai', 'codex').replace('responses', 'embeddings'),
    "5:14 E_GATEWAY_CONFIG 'codex' serves responses alone | Write 'surface: responses'.",
  ],
  ['no mapping at all', 'hello\n', '1:1 E_GATEWAY_CONFIG the config must be object | '],
])('%s is a fault with its place', (_what, text, expected) => {
  expect(faultsIn(text)).toEqual([expected])
})

test('an environment variable that is not set is a fault with its place', () => {
  expect(faultsIn(minimal, {})).toEqual([
    '7:14 E_GATEWAY_CONFIG environment variable OPENAI_API_KEY is not set | Set OPENAI_API_KEY, or write the key itself here.',
  ])
})

test('all faults of a file are told at once', () => {
  expect(faultsIn(`${minimal}mastr: 1\nlistn: 2\n`)).toHaveLength(2)
})

test('a file that is not there, or no YAML, is a fault', () => {
  expect(() => readGatewayConfig(join(directory, 'absent.yaml'), {})).toThrow(Fault)
  expect(faultsIn('a: [\n')[0]).toMatch(/E_YAML_SYNTAX/)
})
