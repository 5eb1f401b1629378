// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { chosenAdapter, type GatewayValues, gatewayName } from '../../src/cli/chosen-gateway.ts'
import { pythonEnvironment } from '../gateways/litellm/environment.ts'
import { plan } from '../gateways/litellm/plan.ts'
import { tinyFile } from '../gateways/process/tiny/file.ts'

// Each starts a gateway or two.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'chosen-'))
afterAll(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const bin = '/usr/bin:/bin'

async function startedVersion(values: GatewayValues, env: Readonly<Record<string, string>>): Promise<string> {
  const adapter = await chosenAdapter({ cache, ...values }, env)
  await using gateway = await adapter.start(plan({ routes: [] }), new AbortController().signal)
  return gateway.version
}

test.each([
  ['portkey', 'portkey', undefined],
  ['portkey@1.15.2', 'portkey', '1.15.2'],
  ['mine.yaml', 'mine.yaml', undefined],
  ['mine.yaml@2.0.0', 'mine.yaml', '2.0.0'],
  ['node_modules/@me/gate/mine.yaml', 'node_modules/@me/gate/mine.yaml', undefined],
  ['mine@2.0.yaml', 'mine@2.0.yaml', undefined],
])('%s names the gateway %s in version %s', (text, name, version) => {
  expect(gatewayName(text)).toEqual({ name, version })
})

test('LiteLLM is the one that is named, else that of the environment, else on PATH, else the installed one', async () => {
  await using given = await pythonEnvironment('1.0.1')
  await using own = await pythonEnvironment('1.0.2')
  await using onPath = await pythonEnvironment('1.0.3')
  await using installed = await pythonEnvironment('1.81.7')
  mkdirSync(join(cache, 'litellm'), { recursive: true })
  symlinkSync(installed.directory, join(cache, 'litellm', '1.81.7'))
  const path = { PATH: `${onPath.directory}/bin:${bin}` }
  const all = { ...path, WATERTIGHT_LITELLM: own.directory }
  const litellm = { gateway: 'litellm' }
  expect(await startedVersion({ ...litellm, executable: given.directory }, all)).toBe('1.0.1')
  expect(await startedVersion(litellm, all)).toBe('1.0.2')
  expect(await startedVersion(litellm, path)).toBe('1.0.3')
  expect(await startedVersion(litellm, { PATH: bin })).toBe('1.81.7')
  expect(await startedVersion({ gateway: 'litellm@1.81.7' }, all)).toBe('1.81.7')
})

/** A gateway of npm as it is installed, by a file in a folder of its own. */
function npmGateway(manifest: object): { readonly file: string; readonly installed: string } {
  const installed = mkdtempSync(join(folder, 'installed-'))
  copyFileSync(join(dirname(tinyFile), 'gateway.mjs'), join(installed, 'gateway.mjs'))
  mkdirSync(join(installed, 'node_modules', 'tiny'), { recursive: true })
  writeFileSync(join(installed, 'node_modules', 'tiny', 'package.json'), JSON.stringify(manifest))
  const file = join(installed, 'mine.yaml')
  writeFileSync(
    file,
    `id: tiny
command: ["\${node}", "\${installed}/gateway.mjs", config.json]
install: { kind: npm, package: tiny, version: 1.2.3 }
files: { config.json: { json: { port: "\${port}", routes: {}, keys: [] } } }
ready: { path: /health }
endpoints: { chat-completions: "\${origin}/v1/chat/completions" }
features: [surface:chat-completions, provider:openai]
`,
  )
  return { file, installed }
}

test.each([
  [{ version: '3.2.1' }, '3.2.1'],
  [{}, 'unknown'],
])(
  'a folder in place of a program is an installation: where its package says %j, the version is %s',
  async (manifest, version) => {
    const { file, installed } = npmGateway(manifest)
    expect(await startedVersion({ gateway: file, executable: installed }, { PATH: bin })).toBe(version)
  },
)

test('a file of which nothing is installed is told with the command that installs it, where it will be looked for', async () => {
  const { file } = npmGateway({})
  await expect(chosenAdapter({ gateway: file, cache }, {})).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_INSTALLED',
    hint: `Install it with \`watertight gateways install ${file}@1.2.3 --cache ${cache}\`.`,
  })
})
