// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Faults, faultLine } from '../../../../src/contract/fault.ts'
import { readGatewayDefinition } from '../../../../src/gateways/process/definition/read-definition.ts'

const good = `id: mine
command: [mine, --port, "\${port}"]
files:
  a.json: { json: { url: "\${origin}" } }
ready: { path: /health }
version: { command: [mine, -v], matches: (.*) }
endpoints: { responses: "\${origin}/v1/responses" }
features: [surface:responses, provider:openai]
`

/** `line:col message`, and the way out. */
function mistakes(text: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-file-'))
  const file = join(folder, 'mine.yaml')
  writeFileSync(file, text)
  try {
    readGatewayDefinition(file)
    return []
  } catch (error) {
    const faults = error instanceof Faults ? error.faults.map(faultLine) : [faultLine(error as never)]
    return faults.map((line) => line.replace(`${file}:`, ''))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function changed(from: string, to: string): string {
  const text = good.replace(from, () => to)
  expect(text).not.toBe(good)
  return text
}

test('a file without a mistake is read', () => {
  expect(mistakes(good)).toEqual([])
})

const wrong: readonly (readonly [rule: string, from: string, to: string, told: string, wayOut: string])[] = [
  ['an unknown key', 'version:', 'versoin:', '6:1: "versoin": unknown field', 'Did you mean "version"?'],
  ['a missing key', 'id: mine\n', '', '"id": required field is missing', 'gateway.schema.json'],
  ['an unknown feature', 'provider:openai', 'provider:opneai', '8:31: "provider:opneai" is not one of', 'schema'],
  ['an expression that is none', '(.*)', '"(("', '6:42: must match format "regex"', 'schema'],
  ['an address elsewhere', '${origin}/v1', 'https://api.example.com/v1', '7:25: does not match', 'schema'],
  ['an unknown name', '${port}', '${prot}', '2:25: there is nothing called ${prot} here', 'Did you mean "port"?'],
  [
    'a name of another place',
    '${port}',
    '${route.alias}',
    'there is nothing called ${route.alias}',
    'Known here: here, node, dir',
  ],
  ['an unknown word', '{ url:', '{ $ulr:', '4:21: "$ulr" means nothing in a template', 'Write $$ulr for a member'],
  [
    'an unknown list',
    '"${origin}" }',
    '{ $each: rotues, $value: 1 } }',
    '4:35: there is no list rotues',
    'Did you mean "routes"?',
  ],
  [
    'fallbacks of no route',
    '"${origin}" }',
    '{ $each: route.fallbacks, $value: 1 } }',
    'there is no list',
    'routes, users',
  ],
  ['a list without a value', '"${origin}" }', '{ $each: routes } }', '"$value" is missing', 'each element'],
  [
    'a choice by nothing',
    '"${origin}" }',
    '{ $by: route.way, $cases: {} } }',
    'nothing to choose by route.way',
    '$each: routes',
  ],
  [
    'a stray word',
    '"${origin}" }',
    '{ $each: users, $value: 1, $vlaue: 2 } }',
    'does not belong beside "$each"',
    '"$value"?',
  ],
  [
    'a version told twice',
    'command: [mine, -v]',
    'command: [mine], path: /v',
    '6:10: a version is told either',
    'Write version',
  ],
  [
    'a surface without endpoint',
    'provider:openai',
    'surface:embeddings',
    'claimed, but has no endpoint',
    'endpoints: { embeddings',
  ],
  [
    'an endpoint without surface',
    'surface:responses, ',
    '',
    '7:14: responses has an endpoint',
    'Add surface:responses',
  ],
  ['a file outside', 'a.json', '../a.json', '4:3: ../a.json is no path below its directory', 'without ..'],
  ['an absolute file', 'a.json', '/etc/a.json', '4:3: /etc/a.json is no path', 'without a slash'],
  ['a file of no kind', '{ json:', '{ jsno:', '"jsno": unknown field', 'Did you mean "json"?'],
  ['an empty command', '[mine, --port, "${port}"]', '[]', '2:10: has 0 items, must have at least 1', 'schema'],
  ['a port beyond all', 'ready:', 'port: 70000\nready:', '5:7: must be <= 65535', 'schema'],
]

test.each(wrong)('%s is told with its place and a way out', (_, from, to, told, wayOut) => {
  const [first = ''] = mistakes(changed(from, to))
  expect(first).toContain(told)
  expect(first.split('\n').at(-1)).toContain(wayOut)
})

const running = good.replace(/^command: .*$/m, 'url: http://127.0.0.1:4000').replace(/^version: .*\n/m, '')

test('a gateway that runs already has an address in place of a command', () => {
  expect(mistakes(running)).toEqual([])
})

test.each([
  'http://api.example.com',
  'http://127.0.0.1.example.com',
  'http://10.0.0.1:4000',
  'http://user@169.254.1.1',
])('an address that is not on this machine is refused: %s', (url) => {
  expect(mistakes(running.replace('http://127.0.0.1:4000', url))).toEqual([
    expect.stringMatching(/^2:6: .* is not on this machine \[E_GATEWAY_FILE\]\n {2}Write an address of this machine/),
  ])
})

test.each(['http://api.example.com/v1', 'http://10.0.0.1:${port}/v1', 'http://${origin}', '${origin}.example.com/v1'])(
  'an endpoint that does not begin with the origin of the gateway is refused: %s',
  (url) => {
    const told = mistakes(good.replace(/"\$\{origin\}\/v1\/responses"/, () => `"${url}"`))
    expect(told).toEqual([expect.stringMatching(/^7:25: does not match .*origin.* \[E_GATEWAY_FILE\]/)])
  },
)

test.each(['http://localhost:1', 'http://[::1]:4000', 'https://127.9.9.9'])('%s is on this machine', (url) => {
  expect(mistakes(running.replace('http://127.0.0.1:4000', `"${url}"`))).toEqual([])
})

test('what is about starting a program does not go with an address', () => {
  const more = 'port: 4000\nenvironment: {}\ninstall: Do it.\nversion: { command: [a], matches: b }\n'
  const told = mistakes(running + more)
  expect(told.map((line) => line.split(' is about')[0])).toEqual([
    '10:1: "install"',
    '8:1: "port"',
    '9:1: "environment"',
    '11:12: "version.command"',
  ])
})

test('a gateway without a command, an image and an address is none, and one with an address besides is two', () => {
  const told = expect.stringContaining('a gateway has either a command, an image or a url [E_GATEWAY_FILE]')
  expect(mistakes(running.replace(/^url: .*\n/m, ''))).toEqual([told])
  expect(mistakes(`${good}url: http://127.0.0.1:4000\n`)).toEqual([told])
  expect(mistakes(`${running}image: gateway:1\n`)).toEqual([told])
})

test('an image may have arguments and a way to get it, but nothing of this machine', () => {
  const image = `${good.replace(/^version: .*\n/m, '')}image: gateway:1\n`
  expect(mistakes(`${image}install: Build it.\n`)).toEqual([])
  expect(mistakes(`${image}version: { command: [gateway], matches: x }\n`)).toEqual([
    expect.stringContaining('"version.command" is about a program of this machine'),
  ])
  expect(mistakes(image.replace(/^command: .*$/m, 'command: ["${here}/gateway"]'))).toEqual([
    expect.stringContaining('there is nothing called ${here} here [E_GATEWAY_TEMPLATE]'),
  ])
})

test('a choice that never comes is told', () => {
  const template = '{ $each: routes, $value: { $by: route.upstream, $cases: { response: 1 } } } }'
  expect(mistakes(changed('"${origin}" }', template))).toEqual([
    expect.stringMatching(
      /^4:94: route\.upstream is never response \[E_GATEWAY_TEMPLATE\]\n {2}Did you mean "responses"\?$/,
    ),
  ])
})

test('a list within a text is told, and alone it is none', () => {
  const each = (value: string) => changed('"${origin}" }', `{ $each: routes, $value: "${value}" } }`)
  expect(mistakes(each('${route.drop}'))).toEqual([])
  expect(mistakes(each('drop ${route.drop}'))).toEqual([expect.stringContaining('has to stand alone')])
})

test('clients of a transparent gateway have no identity', () => {
  const text = changed('provider:openai]', 'virtual-users]\naddressing: transparent')
  expect(mistakes(text)).toEqual([expect.stringContaining('and no identity [E_GATEWAY_FILE]')])
})

test('all mistakes of a file are told at once', () => {
  const text = changed('${port}', '${prot}').replace('a.json', '../a.json').replace('${origin}"', '${orign}"')
  expect(mistakes(text)).toHaveLength(3)
})

test('a file that is not there is told', () => {
  expect(() => readGatewayDefinition('no-such-gateway.yaml')).toThrow('cannot read no-such-gateway.yaml')
})
