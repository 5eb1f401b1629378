import { randomBytes } from 'node:crypto'
import { fakes } from '../../fakes/index.ts'
import { Journal } from '../capture/journal.ts'
import { Fault, throwFaults } from '../contract/fault.ts'
import { loadContracts } from '../contract/load-contract.ts'
import type { ProviderId } from '../contract/surface.ts'
import type { FakeDefinition } from '../fake-kit/definition.ts'
import type { FakeLevel } from '../fake-kit/fake.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import { type ProviderSettings, startFakes } from '../fake-kit/start-fakes.ts'
import type { Action, Arguments } from './command.ts'
import type { serveOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { untilInterrupted } from './interrupt.ts'
import { knownIn } from './known-name.ts'
import { contractsRoot } from './package-root.ts'
import { controlPort, journalFile, portOf, startControlPort } from './serve-control.ts'
import { limitsByProvider } from './serve-limits.ts'
import { servedTls } from './serve-tls.ts'
import { jsonServeVoice, plainServeVoice, type Served, type ServeVoice } from './serve-voice.ts'

type Values = Arguments<typeof serveOptions>['values']

interface Chosen {
  readonly definition: FakeDefinition
  readonly settings: ProviderSettings
}

const levels: Readonly<Record<FakeLevel, FakeLevel>> = { real: 'real', schema: 'schema', observe: 'observe' }
/** What the journal may take of memory while somebody can read it. */
const journalBytes = 256 * 1024 * 1024

/** `watertight serve` */
export const action: Action<typeof serveOptions> = async ({ values }, shell) => {
  const chosen = chosenProviders(values)
  const voice = values.json === true ? jsonServeVoice(shell.out) : plainServeVoice(shell.out)
  const port = controlPort(values)
  // Without a control port nobody reads what is in memory.
  const journal = new Journal({ byteBudget: port === undefined ? 0 : journalBytes })
  using tls = servedTls(values.tls, values.host)
  using file = await journalFile(values.journal, journal)
  await using running = await startFakes({
    definitions: chosen.map(({ definition }) => definition),
    contracts: loadContracts(contractsRoot),
    host: values.host,
    tls: tls.server,
    settings: Object.fromEntries(chosen.map(({ definition, settings }) => [definition.id, settings])),
    journal,
    clock: Date.now,
  })
  tellExchanges(journal, voice)
  running.onHandshakeFailure(voice.handshakeFailed)
  await using control =
    port === undefined ? undefined : await startControlPort(running, { host: values.host, port, tls: tls.server })
  voice.ready(allowKeys(running, chosen, values['api-key']), {
    control: control?.url,
    journal: values.journal,
    ca: tls.authorityFile,
  })
  const unwritable = await Promise.race([
    untilInterrupted(shell.interrupt),
    ...(file === undefined ? [] : [file.failed]),
  ])
  throwFaults([...(unwritable === undefined ? [] : [unwritable]), ...running.faults])
  return exitCodes.clean
}

/** @throws Fault E_PROVIDER_UNKNOWN, E_OPTION_VALUE, E_OPTION_TWICE */
function chosenProviders(values: Values): readonly Chosen[] {
  const chosen = namedProviders(values)
  const ids = chosen.map(({ definition }) => definition.id)
  const limits = limitsByProvider(values.limit ?? [], ids)
  return chosen.map(({ definition, settings }) => ({
    definition,
    settings: { ...settings, limits: limits.get(definition.id) ?? [] },
  }))
}

function namedProviders({ provider: choices, level }: Values): readonly Chosen[] {
  const settings = { level: knownIn(levels, level, 'level', 'E_LEVEL_UNKNOWN') }
  if (choices === undefined) return fakes.map((definition) => ({ definition, settings }))
  const known: Readonly<Record<string, FakeDefinition>> = Object.fromEntries(fakes.map((fake) => [fake.id, fake]))
  const ids = choices.map((choice) => choice.split('=', 1)[0])
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) {
    throw new Fault('E_OPTION_TWICE', `--provider ${twice} is given twice`, { hint: 'Leave one of them out.' })
  }
  return choices.map((choice) => {
    const [id = '', port] = choice.split('=', 2)
    const definition = knownIn(known, id, 'provider', 'E_PROVIDER_UNKNOWN')
    return {
      definition,
      settings: port === undefined ? settings : { ...settings, port: portOf(port, `--provider ${choice}`) },
    }
  })
}

/** The fakes refuse any other key, as the provider does. */
function allowKeys(running: RunningFakes, chosen: readonly Chosen[], given: string | undefined): readonly Served[] {
  return chosen.map(({ definition: { id } }) => {
    const apiKey = given ?? mintedKey(id)
    running.allowKey(id, apiKey)
    return { id, baseUrl: running.baseUrl(id), apiKey }
  })
}

function mintedKey(id: ProviderId): string {
  return `sk-${id}-${randomBytes(16).toString('hex')}`
}

function tellExchanges(journal: Journal, voice: ServeVoice): void {
  journal.onOver((exchange) => {
    if (exchange.verdict?.kind === 'refused') voice.refused(exchange, exchange.verdict)
  })
}
