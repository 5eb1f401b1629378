import { readBridgeTable } from '../../src/account/bridge-table.ts'
import { parseFieldPath } from '../../src/account/field-path.ts'
import type { Exchange, HeaderPair } from '../../src/capture/exchange.ts'
import type { CaseFacts, StepFacts } from '../../src/checks/facts.ts'
import { judgeCase } from '../../src/checks/judge.ts'
import { packagePath } from '../../src/contract/package-path.ts'

export const providerKey = 'sk-provider-0123456789'
export const clientKey = 'sk-client-0123456789'
const table = readBridgeTable(packagePath('contracts', 'bridges', 'chat-completions--chat-completions.yaml'))

export interface Sent {
  readonly body?: unknown
  readonly headers?: readonly HeaderPair[]
  readonly change?: Partial<Exchange>
}

const said = (content: string): unknown => ({
  model: 'gpt-5.2',
  choices: [{ index: 0, message: { content }, finish_reason: 'stop' }],
})

export const plainBody: Readonly<Record<string, unknown>> = {
  model: 'alias',
  messages: [{ role: 'user', content: 'hi' }],
}

function exchange(
  id: string,
  hop: Exchange['hop'],
  { body, headers = [], change = {} }: Sent,
  reply: unknown,
  status: number,
): Exchange {
  return {
    id,
    hop,
    token: 't1',
    attribution: 'path',
    step: 0,
    provider: 'openai',
    surface: 'chat-completions',
    startedAt: 0,
    request: { method: 'POST', target: '/~t1/v1/chat/completions', headers, body: Buffer.from(JSON.stringify(body)) },
    reply: {
      status,
      headers: [['content-type', 'application/json']],
      frames: [{ at: 1, bytes: Buffer.from(JSON.stringify(reply)) }],
      end: 'complete',
    },
    ...(hop === 'upstream' ? { verdict: { kind: 'accepted' } as const } : {}),
    ...change,
  }
}

export const credential: readonly HeaderPair[] = [['authorization', `Bearer ${providerKey}`]]

export interface Situation {
  readonly client?: Sent
  /** What the client reads. */
  readonly reply?: unknown
  readonly status?: number
  readonly upstream?: readonly Sent[]
  readonly control?: readonly Sent[]
  readonly drop?: readonly string[]
  readonly step?: Partial<StepFacts>
  readonly facts?: Partial<CaseFacts>
}

/** One chat request through a gateway that does everything right, but for what the situation says. */
export function caseFacts(situation: Situation = {}): CaseFacts {
  const { client = {}, upstream = [{}], control = [], status = 200 } = situation
  const passed = { ...plainBody, model: 'gpt-5.2' }
  const sentOn = (sent: Sent, index: number, id: string) =>
    exchange(`${id}${index}`, 'upstream', { body: passed, headers: credential, ...sent }, said('hello'), 200)
  return {
    surfaces: { client: 'chat-completions', upstream: 'chat-completions' },
    provider: 'openai',
    routeModel: 'gpt-5.2',
    providerKey,
    targets: [
      {
        token: 't1',
        controlToken: undefined,
        provider: 'openai',
        surface: 'chat-completions',
        model: 'gpt-5.2',
        apiKey: providerKey,
        apiVersion: undefined,
        accountId: undefined,
        table,
      },
    ],
    defaults: {},
    forwardHeaders: [],
    retries: 0,
    drop: (situation.drop ?? []).map(parseFieldPath),
    steps: [
      {
        index: 0,
        client: exchange(
          'c1',
          'client',
          { body: plainBody, headers: [['authorization', `Bearer ${clientKey}`]], ...client },
          situation.reply ?? said('hello'),
          status,
        ),
        upstream: upstream.map((sent, index) => sentOn(sent, index, 'u')),
        control: control.map((sent, index) => sentOn(sent, index, 'x')),
        reply: { text: 'hello', toolCalls: [], finish: 'stop' },
        outcomes: ['ok'],
        statuses: [200],
        counts: [1],
        clientBody: { equals: [], has: [], lacks: [], matches: undefined },
        upstreamBody: { equals: [], has: [], lacks: [], matches: undefined },
        ...situation.step,
      },
    ],
    canaries: [
      { role: 'client-key', value: clientKey },
      { role: 'provider-key', value: providerKey },
      { role: 'user-agent', value: 'client-abcdef/1.0' },
      { role: 'provider-url', value: '127.0.0.1:4010' },
    ],
    table,
    documented: [],
    dropSignalHeader: undefined,
    exposures: [],
    contracts: new Map(),
    ...situation.facts,
  }
}

/** `check: message` of every finding. */
export function findingsOf(situation: Situation): string[] {
  return judgeCase(caseFacts(situation)).findings.map(({ check, outcome, message }) =>
    outcome === 'fail' ? `${check}: ${message}` : `${check} is untestable: ${message}`,
  )
}
