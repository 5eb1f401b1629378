import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { cacheFolder, installations } from '../../../src/gateways/install/cache.ts'
import { type InstallOrder, installGateway } from '../../../src/gateways/install/install.ts'
import { runTool } from '../../../src/gateways/install/tool.ts'
import { isRunning } from '../process/running.ts'
import { type Tools, tools } from './tools.ts'

const never = new AbortController().signal

function npmOrder({ cache, env }: Tools, changes: Partial<InstallOrder> = {}): InstallOrder {
  const recipe = {
    kind: 'npm',
    package: '@scope/gate',
    version: '1.2.3',
    with: { helper: 'file:stub' },
    overrides: { server: '1.13.8' },
    files: { 'stub/package.json': { json: { name: 'helper', version: '1.0.0' } } },
    refused: { '6.6.6': 'it was a malicious upload' },
  } as const
  return { id: 'gate', recipe, version: undefined, cache, env, ...changes }
}

const npmThatInstalls = 'echo "$@" >> $LOG; test -f stub/package.json && mkdir node_modules'

test('a gateway from npm is installed with what its recipe pins, into a folder of its version', async () => {
  using stand = tools()
  stand.write('npm', npmThatInstalls)
  const { version, folder } = await installGateway(npmOrder(stand), never)
  expect({ version, folder }).toEqual({ version: '1.2.3', folder: join(stand.cache, 'gate', '1.2.3') })
  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
    dependencies: { helper: 'file:stub', '@scope/gate': '1.2.3' },
    overrides: { server: '1.13.8' },
  })
  expect(existsSync(join(folder, 'node_modules'))).toBe(true)
  expect(readFileSync(stand.log, 'utf8')).toContain('--ignore-scripts')
  expect(readdirSync(join(stand.cache, 'gate'))).toEqual(['1.2.3'])
})

test('what is installed already is not installed again', async () => {
  using stand = tools()
  stand.write('npm', npmThatInstalls)
  await installGateway(npmOrder(stand), never)
  await installGateway(npmOrder(stand), never)
  expect(readFileSync(stand.log, 'utf8').trim().split('\n')).toHaveLength(1)
})

test('versions stand beside one another', async () => {
  using stand = tools()
  stand.write('npm', npmThatInstalls)
  for (const version of ['1.10.0', '1.9.0']) await installGateway(npmOrder(stand, { version }), never)
  expect(installations(stand.cache, 'gate').map(({ version }) => version)).toEqual(['1.9.0', '1.10.0'])
})

test('of an installation that fails nothing is left but its last lines', async () => {
  using stand = tools()
  stand.write('npm', 'mkdir node_modules; echo "no such version" >&2; exit 1')
  await expect(installGateway(npmOrder(stand), never)).rejects.toMatchObject({
    code: 'E_INSTALL_FAILED',
    message: expect.stringMatching(/^npm install .* ended with exit code 1\. Its last lines:\n {2}no such version$/),
  })
  expect(readdirSync(join(stand.cache, 'gate'))).toEqual([])
})

test('an installation that somebody interrupts ends with everything it started, and leaves nothing', async () => {
  using stand = tools()
  stand.write('npm', 'echo $$ >> $LOG; exec sleep 600')
  const interrupt = new AbortController()
  const installing = installGateway(npmOrder(stand), interrupt.signal)
  const refusal = expect(installing).rejects.toThrow('enough')
  await vi.waitUntil(() => readFileSync(stand.log, 'utf8').endsWith('\n'), { timeout: 10_000, interval: 20 })
  interrupt.abort(new Error('enough'))
  await refusal
  expect(isRunning(Number(readFileSync(stand.log, 'utf8')))).toBe(false)
  expect(readdirSync(join(stand.cache, 'gate'))).toEqual([])
})

test('an interruption that comes while a tool is being started ends it as well', async () => {
  using stand = tools()
  stand.write('npm', 'exec sleep 600')
  const interrupt = new AbortController()
  const command = { program: 'npm', args: [], needed: '' }
  const running = runTool(command, dirname(stand.log), stand.env, interrupt.signal)
  interrupt.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
})

test('where somebody else has installed the same in the meantime, theirs stays', async () => {
  using stand = tools()
  const theirs = join(stand.cache, 'gate', '1.2.3')
  stand.write('npm', `mkdir -p ${theirs} && echo theirs > ${theirs}/whose`)
  expect(await installGateway(npmOrder(stand), never)).toEqual({ version: '1.2.3', folder: theirs })
  expect(readFileSync(join(theirs, 'whose'), 'utf8')).toBe('theirs\n')
  expect(readdirSync(join(stand.cache, 'gate'))).toEqual(['1.2.3'])
})

test('packages run their install scripts only where the recipe says so', async () => {
  using stand = tools()
  stand.write('npm', 'echo "$@" >> $LOG')
  const recipe = { kind: 'npm', package: 'gate', version: '1.2.3', scripts: true } as const
  await installGateway(npmOrder(stand, { recipe }), never)
  expect(readFileSync(stand.log, 'utf8')).toMatch(/^install --prefix /)
  expect(readFileSync(stand.log, 'utf8')).not.toContain('--ignore-scripts')
})

test('a cache that cannot be written is told, with what names another', async () => {
  using stand = tools()
  mkdirSync(stand.cache)
  writeFileSync(join(stand.cache, 'gate'), 'no folder')
  await expect(installGateway(npmOrder(stand), never)).rejects.toMatchObject({
    code: 'E_INSTALL_FOLDER',
    hint: 'Name another folder with --cache, or set XDG_CACHE_HOME.',
  })
})

test.each([
  ['the folder that was asked for', '/else', { XDG_CACHE_HOME: '/cache', HOME: '/home/me' }, '/else'],
  [
    'the cache of the operator',
    undefined,
    { XDG_CACHE_HOME: '/cache', HOME: '/home/me' },
    '/cache/watertight/gateways',
  ],
  ['the one at home', undefined, { HOME: '/home/me' }, '/home/me/.cache/watertight/gateways'],
  ['no relative one', undefined, { XDG_CACHE_HOME: 'cache', HOME: '/home/me' }, '/home/me/.cache/watertight/gateways'],
])('gateways are kept in %s', (_, asked, env, folder) => {
  expect(cacheFolder(asked, env)).toBe(folder)
})

test('a version that the recipe refuses is not even asked for', async () => {
  using stand = tools()
  stand.write('npm', npmThatInstalls)
  await expect(installGateway(npmOrder(stand, { version: '6.6.6' }), never)).rejects.toMatchObject({
    code: 'E_INSTALL_REFUSED',
    message: 'gate 6.6.6 is not installed: it was a malicious upload',
    hint: 'Ask for another version, or for none: then it is 1.2.3.',
  })
  expect(readFileSync(stand.log, 'utf8')).toBe('')
})

test.each(['latest', '', '^1.2.3', '../../1.2.3', '1/2'])('"%s" is no version', async (version) => {
  using stand = tools()
  await expect(installGateway(npmOrder(stand, { version }), never)).rejects.toMatchObject({
    code: 'E_INSTALL_VERSION',
  })
})

test('a tool that is missing is named, with what brings it', async () => {
  using stand = tools()
  const order = npmOrder(stand, { env: { PATH: '/nowhere' } })
  await expect(installGateway(order, never)).rejects.toMatchObject({
    code: 'E_INSTALL_TOOL',
    message: expect.stringContaining('npm is needed'),
    hint: 'Install Node.js with npm.',
  })
})

const pythonThatInstalls = `case "$2" in
  venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" ;;
  pip) echo "$@" >> $LOG; bin=$(dirname "$0"); printf '#!%s/python3\\n\\377' "$bin" > "$bin/gate" ;;
esac`

test('a gateway from pip has an environment of its own, and its scripts find their interpreter', async () => {
  using stand = tools()
  stand.write('python3', pythonThatInstalls)
  const recipe = { kind: 'pip', package: 'gate[proxy]', version: '1.81.7', with: { other: '2.0' } } as const
  const { folder } = await installGateway(npmOrder(stand, { recipe }), never)
  expect(readFileSync(stand.log, 'utf8')).toMatch(/ gate\[proxy\]==1\.81\.7 other==2\.0\n$/)
  const script = readFileSync(join(folder, 'bin', 'gate'), 'latin1')
  expect(script).toBe(`#!${folder}/bin/python3\n\xff`)
})
