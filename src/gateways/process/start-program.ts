import { resolve } from 'node:path'
import type { UpstreamPlan } from '../adapter.ts'
import { render, type Scope } from './definition/render.ts'
import { textMembers } from './definition/values.ts'
import { gatewayNotFoundFault, gatewayNotInstalledFault } from './faults.ts'
import { findExecutable } from './find-executable.ts'
import { freePort } from './free-port.ts'
import { type GatewayProcess, type ProcessPlan, startGatewayProcess } from './gateway-process.ts'
import { configurationValues, filesOf, programValues, readinessAt, type Setting } from './setting.ts'
import { versionByCommand } from './version.ts'

const installedPlaceholder = `$\{installed}`

type Words = readonly [program: string, ...args: string[]]

export interface StartedProgram {
  readonly origin: string
  readonly gateway: GatewayProcess
  /** As its version command told it, before anything was started that may have to be refused. */
  readonly version: string | undefined
}

/**
 * Writes a gateway's files, starts its command and waits until it is ready.
 * @throws Fault E_GATEWAY_NOT_INSTALLED | E_GATEWAY_NOT_FOUND | E_GATEWAY_VERSION | E_GATEWAY_PORT | E_GATEWAY_DIED | E_GATEWAY_NOT_READY
 */
export async function startProgram(
  setting: Setting,
  command: Words,
  plan: UpstreamPlan,
  signal: AbortSignal,
): Promise<StartedProgram> {
  const { id, install, port } = setting.definition
  if (typeof install === 'object' && setting.installed === undefined && isNeeded(setting)) {
    const command = `watertight gateways install ${setting.file}@${install.version}`
    throw gatewayNotInstalledFault(id, install.version, command, [])
  }
  const version = await commandVersion(setting, command, signal)
  const origin = `http://127.0.0.1:${await freePort(port === undefined ? undefined : [port])}`
  const planIn = (dir: string) => processPlan(setting, command, origin, configurationValues(setting, origin, dir, plan))
  return { origin, version, gateway: await startGatewayProcess(planIn, signal) }
}

/** A program that is given instead may be all that there is to it, or only what runs the rest. */
function isNeeded({ definition, executable }: Setting): boolean {
  if (executable === undefined) return true
  const { command = [], ...rest } = definition
  return JSON.stringify([command.slice(1), rest]).includes(installedPlaceholder)
}

function processPlan(setting: Setting, command: Words, origin: string, scope: Scope): ProcessPlan {
  const { definition, name, path } = setting
  const [program, ...args] = wordsOf(command, scope)
  return {
    name,
    executable: programOf(setting, program),
    args,
    path,
    environment: textMembers(render(definition.environment, scope)),
    files: filesOf(definition, scope),
    readiness: readinessAt(origin, definition.ready),
    install: installOf(setting),
  }
}

async function commandVersion(setting: Setting, command: Words, signal: AbortSignal): Promise<string | undefined> {
  const { definition, name, here, path } = setting
  const { version } = definition
  if (version?.command === undefined) return undefined
  const scope = programValues(setting)
  const [first, ...args] = wordsOf(version.command, scope)
  const program = version.command[0] === command[0] ? programOf(setting, first) : inFolder(here, first)
  const executable = findExecutable(program, path)
  if (executable === undefined) throw gatewayNotFoundFault(name, program, installOf(setting))
  return await versionByCommand({ name, definition: version, scope }, { executable, args, path }, signal)
}

function wordsOf(command: Words, scope: Scope): Words {
  const [first = '', ...rest] = command.map((word) => String(render(word, scope) ?? ''))
  return [first, ...rest]
}

function programOf({ executable, here }: Setting, program: string): string {
  return executable ?? inFolder(here, program)
}

/** A bare name is looked up in PATH. */
function inFolder(here: string, program: string): string {
  return program.includes('/') ? resolve(here, program) : program
}

function installOf({ definition: { install } }: Setting): string {
  if (typeof install === 'string') return install
  return 'Install it, name it in command of the file, or give its path with --executable.'
}
