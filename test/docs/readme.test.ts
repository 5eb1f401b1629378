import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checks } from '../../src/checks/index.ts'
import { runOptions } from '../../src/cli/commands.ts'
import { startControl } from '../../src/fake-kit/control/start-control.ts'
import { fakes, loadContracts, packagePath, startFakes } from '../../src/index.ts'
import { program } from '../kit/cli.ts'
import { scenarioFolder } from '../scenario/folder.ts'

const readme = readFileSync(packagePath('README.md'), 'utf8')

interface Block {
  readonly language: string
  readonly text: string
  /** Said in a comment above it, where the tests cannot run it. */
  readonly shown: string | undefined
}

const blocks: readonly Block[] = [
  ...readme.matchAll(/(?:<!-- shown: (?<shown>.*) -->\n)?```(?<language>\w+)\n(?<text>[\s\S]*?)```/g),
].map(({ groups }) => ({
  language: groups?.['language'] ?? '',
  text: groups?.['text'] ?? '',
  shown: groups?.['shown'],
}))

const commands = blocks
  .filter(
    ({ language, text, shown }) => language === 'console' && text.startsWith('$ npx watertight') && shown === undefined,
  )
  .map(({ text }) => {
    const [first = '', ...lines] = text.trimEnd().split('\n')
    return { command: first.replace('$ npx watertight ', ''), lines: lines.filter((line) => line !== '…') }
  })

function watertight(
  words: readonly string[],
  cwd?: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd }, (error, output) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output })
    })
  })
}

/** Times differ from run to run. */
function timeless(text: string): string {
  return text.replaceAll(/ in \d+(?:\.\d+)? m?s/g, ' in N ms')
}

test('there are commands to try', () => {
  expect(commands.length).toBeGreaterThan(0)
})

test.each(commands)('`watertight $command` prints what the README says', async ({ command, lines }) => {
  const { code, output } = await watertight(command.split(' '))
  const printed = timeless(output)
  let from = 0
  for (const line of lines.map(timeless)) {
    const at = printed.indexOf(line, from)
    expect(at, `missing, or in another order: ${line}`).toBeGreaterThanOrEqual(0)
    from = at + line.length
  }
  expect(code).toBe(1)
})

test('the refusal in the README is what the fake says, to the letter', async () => {
  const block = blocks.find(({ text }) => text.startsWith('$ curl'))?.text ?? ''
  const sent = /-d '(.*)'/.exec(block)?.[1] ?? ''
  await using running = await startFakes({ definitions: fakes, contracts: loadContracts(packagePath('contracts')) })
  running.allowKey('openai', 'sk-test')
  const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' }
  const reply = await fetch(`${running.baseUrl('openai')}/chat/completions`, { method: 'POST', headers, body: sent })
  expect(await reply.text()).toBe(block.trimEnd().split('\n').at(-1))
})

test('the requests to the control port in the README are what it takes', async () => {
  const lines = blocks.flatMap(({ text }) => text.split('\n')).filter((line) => line.includes('$CONTROL'))
  await using running = await startFakes({
    definitions: fakes,
    contracts: loadContracts(packagePath('contracts')),
    keys: 'any',
  })
  await using control = await startControl({ fakes: running, version: 'test' })
  expect(lines.length).toBeGreaterThan(4)
  for (const line of lines) {
    const method = /-X (\w+)/.exec(line)?.[1] ?? 'GET'
    const path = /\$CONTROL([^\s"]+)/.exec(line)?.[1] ?? ''
    const body = /-d '(.*)'/.exec(line)?.[1]
    const headers = { 'content-type': 'application/json' }
    if (path.includes('wait')) await askOnce(running.baseUrl('openai', 'mine'))
    const reply = await fetch(`${control.url}${path}`, { method, ...(body === undefined ? {} : { body, headers }) })
    expect([line, reply.status]).toEqual([line, expect.toSatisfy((status: number) => status < 300)])
  }
})

async function askOnce(baseUrl: string): Promise<void> {
  const headers = { authorization: 'Bearer sk-any', 'content-type': 'application/json' }
  const body = JSON.stringify({ model: 'gpt-5.2', messages: [{ role: 'user', content: 'hi' }] })
  const reply = await fetch(`${baseUrl}/chat/completions`, { method: 'POST', headers, body })
  expect(await reply.json()).toMatchObject({ choices: [{ message: { content: 'hello' } }] })
}

test('the scenario in the README is sound, and passes', async () => {
  const text = blocks.find(({ language, text }) => language === 'yaml' && text.includes('steps:'))?.text ?? ''
  const id = /^id: (.*)$/m.exec(text)?.[1] ?? ''
  using folder = scenarioFolder({ [`${id}.yaml`]: text })
  const { code, output } = await watertight(['run', '--scenarios', folder.path])
  expect(output).toContain('4 passed, 0 failed')
  expect(code).toBe(0)
})

test('the tables of the README name every check and every option of run', () => {
  for (const { id, title } of checks) expect(readme).toContain(`| \`${id}\` | ${title} |`)
  const told = Object.keys(runOptions).filter((name) => !readme.includes(`\`--${name}`))
  expect(told).toEqual(['no-color'])
})

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target = '']) => target)
  expect(links.length).toBeGreaterThan(0)
  for (const link of links)
    expect(() => readFileSync(packagePath(link, link.includes('.') ? '' : '.'), 'utf8')).not.toThrow(/ENOENT/)
})

test('the first scenario of the README is written and run by its two commands', async () => {
  const block = blocks.find(({ text }) => text.includes('watertight new scenario'))?.text ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
  const lines = [...block.matchAll(/^npx watertight (.*?)(?: {2,}#.*)?$/gm)].map(([, words = '']) => words.split(' '))
  const codes: number[] = []
  for (const words of lines) codes.push((await watertight(words, folder)).code)
  rmSync(folder, { recursive: true })
  expect(codes).toEqual([0, 0])
})
