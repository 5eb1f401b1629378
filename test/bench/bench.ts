import { cannedReply } from './canned.ts'
import { startServer } from './child.ts'
import { jobs } from './requests.ts'
import { alternate, type Contender, fakePath, type Round } from './rounds.ts'
import { spreadOf, spreadText } from './spread.ts'
import { measureStartUp } from './start-up.ts'

const rounds = 9
const connections = 32

const targets = { bare: 0.85, aimock: 2.5 }

using fake = await startServer('fake')
using bare = await startServer('bare', await Promise.all(jobs.map((job) => cannedReply(fake.port, job))))
using aimock = await startServer('aimock')

const contenders: readonly Contender[] = [
  { name: 'watertight', server: fake, pathFor: fakePath },
  { name: 'bare', server: bare, pathFor: fakePath },
  { name: 'aimock', server: aimock, pathFor: () => '/v1/chat/completions' },
]

say(`${connections} connections, ${rounds} rounds, servers in turn; medians (least to most)\n`)
for (const job of jobs) {
  const results = await alternate(job, contenders, { rounds, connections })
  say(`${job.name}: ${job.requests} requests a round`)
  for (const [name, all] of results) say(`  ${name.padEnd(24)} ${serverText(all)}`)
  const ours = results.get('watertight') ?? []
  for (const [name, target] of Object.entries(targets)) {
    const theirs = results.get(name) ?? []
    const ratio = spreadOf(ours.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN)))
    const byCpu = spreadOf(ours.map(({ cpuMicros }, round) => (theirs[round]?.cpuMicros ?? Number.NaN) / cpuMicros))
    say(
      `  watertight / ${name.padEnd(11)} ${spreadText(ratio, 2)}  by processor time ${spreadText(byCpu, 2)}  ${verdict(ratio.median >= target, `at least ${target}`)}`,
    )
  }
  say('')
}

const starts = []
for (let round = 0; round < rounds; round++) starts.push(await measureStartUp())
const ready = spreadOf(starts.map(({ readySeconds }) => readySeconds))
const cpu = spreadOf(starts.flatMap(({ cpuSeconds }) => cpuSeconds ?? []))
const idle = spreadOf(starts.flatMap(({ idleBytes }) => (idleBytes === undefined ? [] : idleBytes / 1e6)))
say('watertight serve')
say(
  `  ready after seconds      ${spreadText(ready, 2)}  of processor time ${spreadText(cpu, 2)}  ${verdict(ready.median < 0.4, 'less than 0.4')}`,
)
say(`  idle, resident megabytes ${spreadText(idle, 0)}  ${verdict(idle.median < 100, 'less than 100')}`)

function serverText(all: readonly Round[]): string {
  const perSecond = spreadText(spreadOf(all.map((round) => round.perSecond)), 0)
  const cpuMicros = spreadOf(all.map((round) => round.cpuMicros)).median.toFixed(0)
  const loadShare = spreadOf(all.map((round) => round.loadShare)).median.toFixed(2)
  return `${perSecond} a second, ${cpuMicros} µs of processor each; load generator ${loadShare} of a core`
}

function verdict(isMet: boolean, target: string): string {
  return `target ${target}: ${isMet ? 'met' : 'missed'}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
