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
