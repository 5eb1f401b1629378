import type { ServerProcess } from './child.ts'
import { drive } from './load.ts'
import { caseOf, chatBytes, type Job } from './requests.ts'

export interface Contender {
  readonly name: string
  readonly server: ServerProcess
  /** Where it takes chat requests. */
  pathFor(job: Job): string
}

export interface Round {
  readonly perSecond: number
  /** Of the server, in microseconds a request. Hardly moved by what else the machine does. */
  readonly cpuMicros: number
  /** Of one core, what the load generator itself took: near 1 it is what is measured. */
  readonly loadShare: number
}

export interface RoundsOptions {
  readonly rounds: number
  /** Before those that count: until the servers are compiled as far as they will be. */
  readonly warmUpRounds: number
  readonly connections: number
}

/** Every server in turn, round after round, each round beginning with another one. */
export async function alternate(
  job: Job,
  contenders: readonly Contender[],
  { rounds, warmUpRounds, connections }: RoundsOptions,
): Promise<ReadonlyMap<string, readonly Round[]>> {
  const results = new Map(contenders.map(({ name }): [string, Round[]] => [name, []]))
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const first = round % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const result = await measure(job, contender, connections)
      if (round >= warmUpRounds) results.get(contender.name)?.push(result)
    }
  }
  return results
}

async function measure(job: Job, { server, pathFor }: Contender, connections: number): Promise<Round> {
  const request = chatBytes(job, pathFor(job), 'keep-alive')
  const [serverBefore, loadBefore] = [await server.cpuSeconds(), process.cpuUsage()]
  const seconds = await drive({ port: server.port, request, connections, requests: job.requests })
  const { user, system } = process.cpuUsage(loadBefore)
  const cpuSeconds = (await server.cpuSeconds()) - serverBefore
  return {
    perSecond: job.requests / seconds,
    cpuMicros: (cpuSeconds / job.requests) * 1e6,
    loadShare: (user + system) / 1e6 / seconds,
  }
}

/** The fake knows the job by the case in its path. */
export function fakePath(job: Job): string {
  return `/~${caseOf(job)}/v1/chat/completions`
}
