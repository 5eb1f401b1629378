import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Child, startChild } from '../../../src/gateways/process/child.ts'
import { scrubbedEnvironment } from '../../../src/gateways/process/environment.ts'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { waitUntilReady } from '../../../src/gateways/process/readiness.ts'
import { childPlan, whereabouts } from './plan.ts'
import { isRunning, untilGone } from './running.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'child-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, maxRetries: 5, retryDelay: 100 })
})

test.runIf(process.platform === 'linux')('a daemon that has left the group is ended with the gateway', async () => {
  const { child, grandchild } = await started('serves-with-daemon')
  expect(isRunning(grandchild)).toBe(true)
  await child.stop()
  await untilGone([child.pid, grandchild])
})

test.runIf(process.platform === 'linux')('a daemon is ended as well when the gateway ends by itself', async () => {
  const { child, grandchild } = await started('serves-with-daemon')
  process.kill(child.pid, 'SIGKILL')
  await untilGone([child.pid, grandchild])
})

test('a gateway that fills the disk is ended, and says so', async () => {
  const { child } = await started('serves-and-fills-the-disk', 16 * 1024 * 1024)
  expect(await child.ended).toBe('was ended: it had written more than 16 MiB below its directory')
  await untilGone([child.pid])
})

async function started(
  behaviour: string,
  mostBytes?: number,
): Promise<{ readonly child: Child; readonly grandchild: number }> {
  const plan = childPlan(behaviour, await freePort())
  const environment = scrubbedEnvironment(directory, plan.path, {})
  const limit = mostBytes === undefined ? {} : { mostBytes }
  const child = await startChild({ executable: plan.executable, args: plan.args, directory, environment, ...limit })
  await waitUntilReady(plan.readiness, AbortSignal.timeout(30_000))
  return { child, grandchild: (await whereabouts(plan)).grandchild }
}
