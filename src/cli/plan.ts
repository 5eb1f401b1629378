import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fakes } from '../../fakes/index.ts'
import { Fault } from '../contract/fault.ts'
import { loadContracts } from '../contract/load-contract.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { startFakes } from '../fake-kit/start-fakes.ts'
import { fileGatewayAdapter, gatewayFiles } from '../gateways/process/adapter.ts'
import { loadScenarios } from '../scenario/load.ts'
import { planSuite } from '../scenario/run.ts'
import { bridgeTables } from './bridge-tables.ts'
import type { Action } from './command.ts'
import type { planOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { fakePorts, fixedSeed } from './fake-ports.ts'
import { gatewayEntry } from './gateway-table.ts'
import { bundledScenarios, contractsRoot } from './package-root.ts'
import { shellCommand } from './shell-words.ts'

/** `watertight plan` */
export const action: Action<typeof planOptions> = async ({ values, operands }, shell) => {
  const { gateway = '', fake: ports = [], to, scenarios } = values
  const file = fileOf(gateway)
  const options = { file, env: shell.env }
  const adapter = fileGatewayAdapter(options)
  const seed = fixedSeed(adapter, values.seed, ports)
  const contracts = loadContracts(contractsRoot)
  const settings = fakePorts(ports)
  const plan = await planSuite({
    scenarios: loadScenarios(scenarios === undefined ? bundledScenarios : resolve(scenarios), operands),
    adapter,
    contracts,
    tables: bridgeTables(),
    startFakes: (started) => startFakes({ ...started, definitions: fakes, contracts, settings }),
    seed,
  })
  const directory = resolve(to)
  for (const [name, text] of Object.entries(gatewayFiles(options, directory, plan))) {
    await write(join(directory, name), text)
    shell.out.write(`wrote ${shownPath(join(directory, name))}\n`)
  }
  const fixed = ports.flatMap((port) => ['--fake', port])
  const rest = scenarios === undefined ? operands : ['--scenarios', scenarios, ...operands]
  const run = ['watertight', 'run', '--gateway', gateway, '--seed', seed, ...fixed, ...rest]
  shell.out.write(`${plan.routes.length} routes. Start the gateway with that, then:\n  ${shellCommand(run)}\n`)
  return exitCodes.clean
}

/** @throws Fault E_OPTION_MISSING, E_OPTION_UNSUITED, E_GATEWAY_UNKNOWN */
function fileOf(gateway: string): string {
  if (gateway === '') {
    throw new Fault('E_OPTION_MISSING', 'plan needs --gateway FILE', {
      hint: 'Name the file that describes the gateway.',
    })
  }
  const { file } = gatewayEntry(gateway)
  if (file !== undefined) return file
  throw new Fault('E_OPTION_UNSUITED', `the gateway ${gateway} has no file that says what to write`, {
    hint: 'Give the YAML file of a gateway; this one is configured by the run itself.',
  })
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}
