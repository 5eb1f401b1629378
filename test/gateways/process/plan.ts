import { fileURLToPath } from 'node:url'
import { isRecord } from '../../../src/contract/pointer.ts'
import type { ProcessPlan } from '../../../src/gateways/process/gateway-process.ts'

/** A gateway that behaves as `child.ts` says under this name. */
export function childPlan(behaviour: string, port: number, changes: Partial<ProcessPlan> = {}): ProcessPlan {
  return {
    name: 'Example',
    executable: process.execPath,
    args: [fileURLToPath(new URL('child.ts', import.meta.url)), behaviour, String(port)],
    path: '/usr/bin:/bin',
    environment: {},
    files: {},
    readiness: { url: `http://127.0.0.1:${port}/ready`, status: 200, withinMs: 15_000 },
    install: 'Install the example.',
    ...changes,
  }
}

export interface Whereabouts {
  readonly cwd: string
  readonly env: unknown
  /** Pid; 0 when it has none. */
  readonly grandchild: number
}

/** What a serving `child.ts` tells of itself. */
export async function whereabouts(plan: ProcessPlan): Promise<Whereabouts> {
  const told = await (await fetch(plan.readiness.url)).json()
  if (!isRecord(told) || typeof told['cwd'] !== 'string') throw new Error('the child did not say where it is')
  const { cwd, env, grandchild } = told
  return { cwd, env, grandchild: typeof grandchild === 'number' ? grandchild : 0 }
}
