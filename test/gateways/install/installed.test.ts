// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { fileGatewayAdapter } from '../../../src/gateways/process/adapter.ts'
import { plan } from '../litellm/plan.ts'
import { tinyFile } from '../process/tiny/file.ts'

// Each starts a process.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'installed-'))
afterAll(() => rmSync(folder, { recursive: true }))
copyFileSync(join(dirname(tinyFile), 'gateway.mjs'), join(folder, 'gateway.mjs'))

const recipe = '{ kind: npm, package: tiny, version: 1.2.3 }'

/** A gateway with this command, that says its version or leaves it to the folder. */
function described(command: string, install = recipe): string {
  const file = join(folder, 'tiny.yaml')
  writeFileSync(
    file,
    `id: tiny
command: ${command}
install: ${install}
files: { config.json: { json: { port: "\${port}", routes: {}, keys: [] } } }
ready: { path: /health }
endpoints: { chat-completions: "\${origin}/v1/chat/completions" }
features: [surface:chat-completions, provider:openai]
`,
  )
  return file
}

const ofFolder = '["${node}", "${installed}/gateway.mjs", config.json]'
const never = new AbortController().signal

test('what a recipe has made is found in its folder, and has the version of its folder', async () => {
  const adapter = fileGatewayAdapter({ file: described(ofFolder), installed: { version: '1.2.3', folder }, env: {} })
  await using gateway = await adapter.start(plan({ routes: [] }), never)
  expect(gateway.version).toBe('1.2.3')
})

test.each([
  ['nothing else', {}],
  ['a program that runs what the recipe makes', { executable: process.execPath }],
])('a gateway with a recipe that nobody has followed is not started with %s', async (_, given) => {
  const file = described(ofFolder)
  const adapter = fileGatewayAdapter({ file, ...given, env: {} })
  await expect(adapter.start(plan({ routes: [] }), never)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_INSTALLED',
    hint: `Install it with \`watertight gateways install ${file}@1.2.3\`.`,
  })
})

test('a program that is given instead of all that a recipe makes needs no recipe', async () => {
  const file = described(`["\${installed}/bin/tiny", "${join(folder, 'gateway.mjs')}", config.json]`)
  const adapter = fileGatewayAdapter({ file, executable: process.execPath, env: {} })
  await using gateway = await adapter.start(plan({ routes: [] }), never)
  expect(gateway.version).toBe('unknown')
})

test('without a recipe there is no folder to speak of', () => {
  const file = described(ofFolder, 'Ask somebody.')
  expect(() => fileGatewayAdapter({ file, env: {} })).toThrow('there is nothing called ${installed} here')
})

test.each([
  ['a kind that is none', '{ kind: brew, package: a, version: 1.0.0 }'],
  ['a range of versions', '{ kind: npm, package: a, version: ^1.0.0 }'],
  ['no version', '{ kind: npm, package: a }'],
  ['an option among packages', '{ kind: pip, package: --pre, version: 1.0.0 }'],
])('a recipe with %s is a mistake of its file', (_, install) => {
  expect(() => fileGatewayAdapter({ file: described(ofFolder, install), env: {} })).toThrow()
})
