import { delimiter, dirname } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { cacheFolder, findInstallation, type Installation, installations } from '../gateways/install/cache.ts'
import { installGateway } from '../gateways/install/install.ts'
import type { Output } from '../report/reporter.ts'
import { wrapped } from '../report/text.ts'
import { cacheWords, gatewayName, installCommand } from './chosen-gateway.ts'
import type { Action, Arguments } from './command.ts'
import type { gatewaysOptions } from './commands.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { type GatewayWords, gatewayEntry, gateways, gatewayWords } from './gateway-table.ts'
import { knownIn } from './known-name.ts'
import type { Shell } from './shell.ts'
import { shellCommand } from './shell-words.ts'

type Values = Arguments<typeof gatewaysOptions>['values']

/** `watertight gateways` */
export const action: Action<typeof gatewaysOptions> = async ({ values, operands }, shell) => {
  const [word = 'list', ...names] = operands
  return await knownIn(actions, word, 'word for gateways', 'E_OPERAND')(names, values, shell)
}

type Work = (names: readonly string[], values: Values, shell: Shell) => Promise<ExitCode>

const actions: Readonly<Record<string, Work>> = { list, install }

/** A gateway as it is listed. */
interface ListedGateway extends GatewayWords {
  readonly id: string
  readonly installed: readonly Installation[]
  /** How to get it; of what has a recipe, the command. */
  readonly install: string
}

async function list(names: readonly string[], values: Values, { env, out }: Shell): Promise<ExitCode> {
  const ids = names.length === 0 ? Object.keys(gateways) : names
  const listed = await Promise.all(ids.map((id) => listedGateway(id, values.cache, env)))
  out.write(
    values.json === true ? `${JSON.stringify(listed, null, 2)}\n` : listed.map((each) => lines(each, out)).join('\n'),
  )
  return exitCodes.clean
}

async function listedGateway(name: string, cache: string | undefined, env: Shell['env']): Promise<ListedGateway> {
  const entry = gatewayEntry(name)
  const [words, { id, by }] = await Promise.all([gatewayWords(entry), entry.installs()])
  return {
    id: entry.file === undefined ? name : id,
    ...words,
    installed: installations(cacheFolder(cache, env), id),
    install: typeof by === 'string' ? by : installCommand(name, cache),
  }
}

/** Wrapped on a terminal only: a line that is read by a program stays in one piece. */
function lines({ id, title, features, installed, install }: ListedGateway, { isTerminal, columns }: Output): string {
  const room = isTerminal ? Math.max(40, columns - margin.length) : Number.POSITIVE_INFINITY
  const where = installed.map(({ version, folder }) => `  installed  ${version}  ${folder}`)
  const claims = wrapped(features.join(' '), room).map((line, index) => (index === 0 ? '  claims     ' : margin) + line)
  const rows = [`${id}  ${title}`, ...claims, ...where]
  if (installed.length === 0) rows.push(`  install    ${install}`)
  return rows.map((row) => `${row}\n`).join('')
}

const margin = ' '.repeat('  installed  '.length)

async function install(names: readonly string[], values: Values, shell: Shell): Promise<ExitCode> {
  if (values.json === true) {
    const hint = 'Leave --json out, or write watertight gateways list --json.'
    throw new Fault('E_OPTION_UNSUITED', '--json means nothing to an installation', { hint })
  }
  if (names.length === 0) {
    const hint = 'Write watertight gateways install NAME; watertight gateways list names them.'
    throw new Fault('E_OPERAND', 'there is nothing to install', { hint })
  }
  try {
    for (const name of names) await installOne(name, values, shell)
    return exitCodes.clean
  } catch (error) {
    const code = shell.interrupt.exitCode()
    if (code === undefined || error !== shell.interrupt.signal.reason) throw error
    shell.err.write('watertight: ended before it was installed; nothing is left of it\n')
    return code
  }
}

async function installOne(text: string, values: Values, { env, out, interrupt }: Shell): Promise<void> {
  const { name, version } = gatewayName(text)
  const { id, by: recipe } = await gatewayEntry(name).installs()
  if (typeof recipe === 'string') {
    throw new Fault('E_INSTALL_UNSUITED', `Watertight cannot install ${name}`, { hint: recipe })
  }
  const cache = cacheFolder(values.cache, env)
  const wanted = version ?? recipe.version
  const began = performance.now()
  const isThere = findInstallation(cache, id, wanted) !== undefined
  if (!isThere) out.write(`installing ${id} ${wanted} with ${recipe.kind}\n`)
  // The npm that belongs to the Node that runs us, before any other.
  const tools = { ...env, PATH: [dirname(process.execPath), env['PATH'] ?? '/usr/bin:/bin'].join(delimiter) }
  const { folder } = await installGateway({ id, recipe, version: wanted, cache, env: tools }, interrupt.signal)
  const how = isThere ? 'was there already' : `took ${((performance.now() - began) / 1000).toFixed(0)} s`
  out.write(`${id} ${wanted} ${how}: ${folder}\n`)
  const run = ['watertight', 'run', '--gateway', `${name}@${wanted}`, ...cacheWords(values.cache)]
  out.write(`  ${shellCommand(run)}\n`)
}
