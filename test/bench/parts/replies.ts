import { cannedReply } from '../canned.ts'
import { startServer } from '../child.ts'
import { type Job, jobs } from '../requests.ts'
import { alternate, type Contender, fakePath, type Round } from '../rounds.ts'
import { say, verdict } from '../say.ts'
import { spreadOf, spreadText } from '../spread.ts'

const load = { rounds: 9, warmUpRounds: 4, connections: 32 }

/** A request a second, and processor time a request, beside a bare server and a peer. */
export async function measureReplies(): Promise<void> {
  using fake = await startServer('fake')
  using bare = await startServer('bare', await Promise.all(jobs.map((job) => cannedReply(fake.port, job))))
  using aimock = await startServer('aimock')
  const contenders: readonly Contender[] = [
    { name: 'watertight', server: fake, pathFor: fakePath },
    { name: 'bare', server: bare, pathFor: fakePath },
    { name: 'aimock', server: aimock, pathFor: () => '/v1/chat/completions' },
  ]
  say(`replies: ${load.connections} connections, ${load.rounds} rounds, servers in turn; medians (least to most)\n`)
  for (const job of jobs) await compare(job, contenders)
}

async function compare(job: Job, contenders: readonly Contender[]): Promise<void> {
  const results = await alternate(job, contenders, load)
  say(`${job.name}: ${job.requests} requests a round`)
  for (const [name, all] of results) say(`  ${name.padEnd(24)} ${serverText(all)}`)
  const ours = results.get('watertight') ?? []
  for (const [name, target] of Object.entries(job.targets)) {
    const theirs = results.get(name) ?? []
    const ratio = spreadOf(ours.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN)))
    const byCpu = spreadOf(ours.map(({ cpuMicros }, round) => (theirs[round]?.cpuMicros ?? Number.NaN) / cpuMicros))
    say(
      `  watertight / ${name.padEnd(11)} ${spreadText(ratio, 2)}  by processor time ${spreadText(byCpu, 2)}  ${verdict(ratio.median >= target, `at least ${target}`)}`,
    )
  }
  say('')
}

function serverText(all: readonly Round[]): string {
  const perSecond = spreadText(spreadOf(all.map((round) => round.perSecond)), 0)
  const cpuMicros = spreadOf(all.map((round) => round.cpuMicros)).median.toFixed(0)
  const loadShare = spreadOf(all.map((round) => round.loadShare)).median.toFixed(2)
  return `${perSecond} a second, ${cpuMicros} µs of processor each; load generator ${loadShare} of a core`
}
