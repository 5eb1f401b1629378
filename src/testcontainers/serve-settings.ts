import { type ProviderId, providerIds } from '../contract/surface.ts'
import type { FakeLevel } from '../fake-kit/fake.ts'
import type { RateLimit } from '../fake-kit/rate-limit.ts'

/** What the image is told when it starts. */
export interface ServeSettings {
  readonly providers: readonly ProviderId[]
  readonly level: FakeLevel
  readonly limits: ReadonlyMap<ProviderId, readonly RateLimit[]>
  readonly apiKey: string
  /** Whether a journal is written to `journalFolder`. */
  readonly journal: boolean
}

/** Inside of the container. */
export const controlPort = 4000

/** Inside of the container: where a folder for the journal is mounted. */
export const journalFolder = '/journal'

const firstProviderPort = 4010

/** Inside of the container; every provider has its own, whichever are served. */
export function portOf(provider: ProviderId): number {
  return firstProviderPort + providerIds.indexOf(provider)
}

/** `watertight serve` reads it; a set variable wins over the image's own. */
export function serveEnvironment(settings: ServeSettings): Readonly<Record<string, string>> {
  const { apiKey, journal, level, limits, providers } = settings
  return {
    WATERTIGHT_PROVIDER: providers.map((provider) => `${provider}=${portOf(provider)}`).join(' '),
    WATERTIGHT_CONTROL_PORT: String(controlPort),
    WATERTIGHT_LEVEL: level,
    WATERTIGHT_LIMIT: [...limits].map(([provider, each]) => `${provider}=${each.map(limitText).join(',')}`).join(' '),
    WATERTIGHT_API_KEY: apiKey,
    WATERTIGHT_JOURNAL: journal ? `${journalFolder}/journal.sqlite` : '',
    WATERTIGHT_JSON: 'true',
  }
}

function limitText({ of, limit, windowMs }: RateLimit): string {
  return `${of}:${limit}/${windowMs}ms`
}
