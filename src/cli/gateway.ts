import { Fault } from '../contract/fault.ts'
import { readGatewayConfig } from '../gateways/reference/config-file.ts'
import { startReferenceGateway } from '../gateways/reference/gateway.ts'
import type { Action } from './command.ts'
import type { gatewayOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { untilInterrupted } from './interrupt.ts'

/** `watertight gateway` */
export const action: Action<typeof gatewayOptions> = async ({ values }, shell) => {
  if (values.config === undefined) {
    throw new Fault('E_OPTION_MISSING', 'gateway needs a configuration', { hint: 'Add --config FILE.' })
  }
  const config = readGatewayConfig(values.config, shell.env)
  await using gateway = await startReferenceGateway(config, {
    defects: values.defect ?? [],
    signal: shell.interrupt.signal,
  })
  shell.out.write(`listening on ${gateway.url}\n`)
  await untilInterrupted(shell.interrupt)
  return exitCodes.clean
}
