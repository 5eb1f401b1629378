import type { Exchange } from '../../capture/exchange.ts'
import type { Journal } from '../../capture/journal.ts'
import type { RunningFakes } from '../fakes.ts'

/** Counts what the fakes answer. */
export interface Metrics extends Disposable {
  /** In the text format of Prometheus, version 0.0.4. */
  text(): string
}

/** Upper bounds in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

interface Latency {
  /** How many fell below each bound. */
  readonly below: number[]
  count: number
  seconds: number
}

type Watched = Pick<RunningFakes, 'journal' | 'onHandshakeFailure'>

/** Counts from now on. Exchanges that are dropped or cleared stay counted. */
export function collectMetrics({ journal, onHandshakeFailure }: Watched): Metrics {
  const requests = new Map<string, number>()
  const latencies = new Map<string, Latency>()
  const handshakes = new Map<string, number>()
  const stopHandshakes = onHandshakeFailure((provider) => {
    handshakes.set(provider, (handshakes.get(provider) ?? 0) + 1)
  })
  const stopExchanges = journal.onOver((exchange, elapsedMs) => {
    if (exchange.hop !== 'upstream') return
    const counted = requestLabels(exchange)
    requests.set(counted, (requests.get(counted) ?? 0) + 1)
    const measured = operationLabels(exchange)
    const latency = latencies.get(measured) ?? { below: buckets.map(() => 0), count: 0, seconds: 0 }
    latencies.set(measured, latency)
    measure(latency, elapsedMs / 1000)
  })
  return {
    text: () => {
      const lines = [requestLines(requests), handshakeLines(handshakes), journalLines(journal), latencyLines(latencies)]
      return `${lines.flat().join('\n')}\n`
    },
    [Symbol.dispose]: () => {
      stopExchanges()
      stopHandshakes()
    },
  }
}

function measure(latency: Latency, seconds: number): void {
  latency.count += 1
  latency.seconds += seconds
  for (const [index, bound] of buckets.entries()) {
    if (seconds <= bound) latency.below[index] = (latency.below[index] ?? 0) + 1
  }
}

function requestLabels(exchange: Exchange): string {
  const status = String(exchange.reply?.status ?? '')
  return `${operationLabels(exchange)},${labels({ verdict: exchange.verdict?.kind ?? '', status })}`
}

function operationLabels({ provider = '', operation = '' }: Exchange): string {
  return labels({ provider, operation })
}

function labels(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')
}

function requestLines(requests: ReadonlyMap<string, number>): readonly string[] {
  const name = 'watertight_requests_total'
  const samples = [...requests].map(([with_, count]) => `${name}{${with_}} ${count}`)
  return [
    ...head(name, 'counter', 'Requests that the fakes answered; no status where the client was gone.'),
    ...samples,
  ]
}

function handshakeLines(handshakes: ReadonlyMap<string, number>): readonly string[] {
  const name = 'watertight_tls_handshakes_failed_total'
  const samples = [...handshakes].map(([provider, count]) => `${name}{${labels({ provider })}} ${count}`)
  return [...head(name, 'counter', 'TLS connections that came to nothing.'), ...samples]
}

function journalLines(journal: Journal): readonly string[] {
  const size = journal.size()
  const dropped = journal.dropped()
  const values = [
    ['watertight_journal_exchanges', 'gauge', 'Exchanges in the journal.', size.exchanges],
    ['watertight_journal_bytes', 'gauge', 'What they take of its byte budget.', size.bytes],
    ['watertight_journal_dropped_exchanges_total', 'counter', 'Exchanges dropped for the budget.', dropped.exchanges],
    ['watertight_journal_dropped_bytes_total', 'counter', 'What they took of it.', dropped.bytes],
  ] as const
  return values.flatMap(([name, type, help, value]) => [...head(name, type, help), `${name} ${value}`])
}

function latencyLines(latencies: ReadonlyMap<string, Latency>): readonly string[] {
  const name = 'watertight_request_duration_seconds'
  const samples = [...latencies].flatMap(([of, { below, count, seconds }]) => [
    ...buckets.map((bound, index) => `${name}_bucket{${of},le="${bound}"} ${below[index]}`),
    `${name}_bucket{${of},le="+Inf"} ${count}`,
    `${name}_sum{${of}} ${seconds}`,
    `${name}_count{${of}} ${count}`,
  ])
  return [...head(name, 'histogram', 'From the request in full to the end of its reply.'), ...samples]
}

function head(name: string, type: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}
