import type { Exchange } from '../../capture/exchange.ts'
import { exchangeFromJson } from '../../capture/journal/exchange-json.ts'
import type { Dropped } from '../../capture/journal.ts'
import { Fault } from '../../contract/fault.ts'
import type { FakeLevel } from '../fake.ts'
import type { RateLimit } from '../rate-limit.ts'
import type {
  CaseStrictnessStatus,
  Health,
  JournalPage,
  JournalQuery,
  LimitsStatus,
  OpenedCase,
  Problem,
  ProviderStatus,
  RefusedRequest,
  RuleStatus,
  ScriptedCase,
  ScriptRequest,
  ViolationsQuery,
  WaitQuery,
} from './messages.ts'
import { message, type Shape } from './shape.ts'

/** A page of the journal with bytes as bytes. */
export interface Recorded {
  readonly exchanges: readonly Exchange[]
  readonly next: string | null
  readonly dropped: Dropped
}

/**
 * The control port of running fakes, from another process.
 * Every method rejects with a Fault: what the server said no to has its code and words, E_CONTROL_UNREACHABLE means that
 * nothing answers, E_CONTROL_REPLY that something else did.
 */
export interface ControlClient {
  health(): Promise<Health>
  providers(): Promise<readonly ProviderStatus[]>
  setLevel(provider: string, level: FakeLevel): Promise<ProviderStatus>
  limits(provider: string): Promise<LimitsStatus>
  /** These and no others; nothing counts towards them yet. */
  setLimits(provider: string, limits: readonly RateLimit[]): Promise<LimitsStatus>
  /** @param provider all when absent */
  rules(provider?: string): Promise<readonly RuleStatus[]>
  /** For every provider that has the rule. */
  relax(rule: string, reason: string): Promise<readonly RuleStatus[]>
  enforce(rule: string): Promise<readonly RuleStatus[]>
  openCase(): Promise<OpenedCase>
  script(token: string, script: ScriptRequest): Promise<ScriptedCase>
  /** For this case alone, at every provider. */
  setCaseLevel(token: string, level: FakeLevel): Promise<CaseStrictnessStatus>
  /** For this case alone. */
  relaxForCase(token: string, rule: string, reason: string): Promise<CaseStrictnessStatus>
  journal(query?: JournalQuery): Promise<Recorded>
  /** `reached` is false when time was out before there were enough; then `exchanges` is what there is. */
  wait(query?: WaitQuery): Promise<Recorded & { readonly reached: boolean }>
  /** @param token all cases when absent @returns how many exchanges were taken out */
  clear(token?: string): Promise<number>
  /** The last one first. @param query of which case, all when absent; at most so many, 20 when absent */
  violations(query?: ViolationsQuery): Promise<readonly RefusedRequest[]>
  /** In the text format of Prometheus. */
  metrics(): Promise<string>
  /** The OpenAPI 3.1 document of the control port. */
  describe(): Promise<object>
}

/** @param url as `watertight serve` prints it */
export function createControlClient(url: string): ControlClient {
  const ask = asker(url)
  const get = <T>(path: string, shape: Shape<T>, query: object = {}) => ask('GET', path, shape, { query })
  const limitsPath = (provider: string) => `/providers/${encodeURIComponent(provider)}/limits`
  const casePath = (token: string, what: string) => `/cases/${encodeURIComponent(token)}/${what}`
  const rulePath = (rule: string) => `/rules/${encodeURIComponent(rule)}/relax`
  return {
    health: () => get('/health', shapes.health),
    providers: async () => (await get('/providers', shapes.providers)).providers,
    setLevel: (provider, level) =>
      ask('PUT', `/providers/${encodeURIComponent(provider)}/level`, shapes.provider, { body: { level } }),
    limits: (provider) => get(limitsPath(provider), shapes.limits),
    setLimits: (provider, limits) => ask('PUT', limitsPath(provider), shapes.limits, { body: { limits } }),
    rules: async (provider) => (await get('/rules', shapes.rules, { provider })).rules,
    relax: async (rule, reason) => (await ask('POST', rulePath(rule), shapes.rules, { body: { reason } })).rules,
    enforce: async (rule) => (await ask('DELETE', rulePath(rule), shapes.rules)).rules,
    openCase: () => ask('POST', '/cases', shapes.openedCase),
    script: (token, body) => ask('PUT', casePath(token, 'script'), shapes.scriptedCase, { body }),
    setCaseLevel: (token, level) => ask('PUT', casePath(token, 'level'), shapes.caseStrictness, { body: { level } }),
    relaxForCase: (token, rule, reason) =>
      ask('POST', casePath(token, 'relax'), shapes.caseStrictness, { body: { rule, reason } }),
    journal: async (query = {}) => recorded(await get('/journal', shapes.page, query)),
    wait: async (query = {}) => {
      const page = await ask('GET', '/journal/wait', shapes.page, { query, alsoStatus: 408 })
      return { ...recorded(page), reached: page.exchanges.length >= (query.count ?? 1) }
    },
    clear: async (token) => (await ask('DELETE', '/journal', shapes.cleared, { query: { case: token } })).cleared,
    violations: async (query = {}) => (await get('/violations', shapes.refused, query)).refused,
    metrics: () => get('/metrics', shapes.metrics),
    describe: () => get('/openapi.json', shapes.document),
  }
}

const shapes = {
  health: message<Health>('Health'),
  provider: message<ProviderStatus>('Provider'),
  providers: message<{ readonly providers: readonly ProviderStatus[] }>('Providers'),
  limits: message<LimitsStatus>('LimitsStatus'),
  rules: message<{ readonly rules: readonly RuleStatus[] }>('Rules'),
  openedCase: message<OpenedCase>('Case'),
  scriptedCase: message<ScriptedCase>('ScriptedCase'),
  caseStrictness: message<CaseStrictnessStatus>('CaseStrictness'),
  page: message<JournalPage>('JournalPage'),
  cleared: message<{ readonly cleared: number }>('Cleared'),
  refused: message<{ readonly refused: readonly RefusedRequest[] }>('Refused'),
  metrics: message<string>('Metrics'),
  document: message<object>('Document'),
  problem: message<Problem>('Problem'),
} as const

function recorded({ exchanges, ...rest }: JournalPage): Recorded {
  return { ...rest, exchanges: exchanges.map(exchangeFromJson) }
}

interface Question {
  /** Members that are undefined are left out. */
  readonly query?: object
  readonly body?: unknown
  /** A status that is answered with the same as 200. */
  readonly alsoStatus?: number
}

type Ask = <T>(method: string, path: string, shape: Shape<T>, question?: Question) => Promise<T>

function asker(url: string): Ask {
  const base = url.replace(/\/$/, '')
  return async (method, path, shape, { query = {}, body, alsoStatus } = {}) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined)
    const search = String(new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])))
    const target = `${base}${path}${search === '' ? '' : `?${search}`}`
    const response = await send(target, method, body)
    const value = await contentOf(response)
    if (!response.ok && response.status !== alsoStatus) throw refusal(response, value)
    if (shape.is(value)) return value
    throw strange(target, response)
  }
}

async function send(target: string, method: string, body: unknown): Promise<Response> {
  const content =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  try {
    return await fetch(target, { method, ...content })
  } catch (cause) {
    throw new Fault('E_CONTROL_UNREACHABLE', `nothing answers at ${target}`, {
      hint: 'Start the fakes with watertight serve, and use the control URL that it prints.',
      cause,
    })
  }
}

async function contentOf(response: Response): Promise<unknown> {
  const text = await response.text()
  return /\bjson\b/.test(response.headers.get('content-type') ?? '') ? parsed(text) : text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function refusal(response: Response, value: unknown): Fault {
  if (!shapes.problem.is(value)) return strange(response.url, response)
  const errors = (value.errors ?? []).map(({ at, message }) => `${at}: ${message}`)
  const allowed = value.allowed === undefined ? [] : [`Allowed: ${value.allowed.join(', ')}.`]
  const hint = [...(value.hint === undefined ? [] : [value.hint]), ...allowed].join(' ')
  return new Fault(value.code, [value.title, ...errors].join('\n'), { hint: hint === '' ? undefined : hint })
}

function strange(target: string, { status }: Response): Fault {
  return new Fault('E_CONTROL_REPLY', `${target} answers ${status}, but not as a control port does`, {
    hint: 'Use the control URL that watertight serve prints, of the same version as this client.',
  })
}
