import { fakes } from '../../fakes/index.ts'
import { Fault } from '../contract/fault.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { ProviderSettings } from '../fake-kit/start-fakes.ts'
import type { GatewayAdapter } from '../gateways/adapter.ts'
import { knownIn } from './known-name.ts'
import { portOf } from './serve-control.ts'

/**
 * Where each fake listens that has a port of its own.
 * @param choices `openai=4010`
 * @throws Fault E_PROVIDER_UNKNOWN, E_OPTION_VALUE, E_OPTION_TWICE
 */
export function fakePorts(choices: readonly string[]): Partial<Record<ProviderId, ProviderSettings>> {
  const ids: Readonly<Record<string, ProviderId>> = Object.fromEntries(fakes.map(({ id }) => [id, id]))
  const ports: Partial<Record<ProviderId, ProviderSettings>> = {}
  for (const choice of choices) {
    const [name = '', port = ''] = choice.split('=', 2)
    const id = knownIn(ids, name, 'provider', 'E_PROVIDER_UNKNOWN')
    if (ports[id] !== undefined) {
      throw new Fault('E_OPTION_TWICE', `--fake ${id} is given twice`, { hint: 'Leave one of them out.' })
    }
    // Any free one is what a fake has without being told.
    ports[id] = { port: portOf(/^0*$/.test(port) ? 'none' : port, `--fake ${choice}`) }
  }
  return ports
}

/**
 * A gateway that somebody else starts is configured before the run: with its seed, and with a port for each provider that
 * it can call.
 * @param choices `openai=4010`
 * @returns the seed
 * @throws Fault E_OPTION_MISSING
 */
export function fixedSeed({ features }: GatewayAdapter, seed: string | undefined, choices: readonly string[]): string {
  const named = new Set(choices.map((choice) => choice.split('=', 1)[0]))
  const called = fakes.map(({ id }) => id).filter((id) => features.has(`provider:${id}`))
  const missing = [
    ...(seed === undefined ? ['--seed TEXT'] : []),
    ...called.filter((id) => !named.has(id)).map((id) => `--fake ${id}=PORT`),
  ]
  if (seed !== undefined && missing.length === 0) return seed
  const words = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`
  throw new Fault('E_OPTION_MISSING', `what the gateway is configured with has to be said: ${words}`, {
    hint: 'Give watertight plan and watertight run the same seed and the same ports.',
  })
}
