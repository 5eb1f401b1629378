import { say, verdict } from '../say.ts'
import { spreadOf, spreadText } from '../spread.ts'
import { measureStartUp } from '../start-up.ts'

const rounds = 9

/** How long the published command takes until it is ready, and what it takes of memory. @throws Fault E_BENCH_NOT_BUILT */
export async function measureStarts(): Promise<void> {
  const starts = []
  for (let round = 0; round < rounds; round++) starts.push(await measureStartUp())
  const ready = spreadOf(starts.map(({ readySeconds }) => readySeconds))
  const cpu = spreadOf(starts.flatMap(({ cpuSeconds }) => cpuSeconds ?? []))
  const idle = spreadOf(starts.flatMap(({ idleBytes }) => (idleBytes === undefined ? [] : idleBytes / 1e6)))
  say('start: watertight serve, all providers and the control port')
  say(
    `  ready after seconds      ${spreadText(ready, 2)}  of processor time ${spreadText(cpu, 2)}  ${verdict(ready.median < 0.4, 'less than 0.4')}`,
  )
  say(`  idle, resident megabytes ${spreadText(idle, 0)}  ${verdict(idle.median < 100, 'less than 100')}\n`)
}
