import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { startGatewayProcess } from '../../../src/gateways/process/gateway-process.ts'
import { childPlan, whereabouts } from './plan.ts'
import { isRunning, pidFile, untilGone } from './running.ts'

const never = new AbortController().signal
let port: number

beforeEach(async () => {
  port = await freePort()
})

test('disposing ends the gateway', async () => {
  const gateway = await startGatewayProcess(childPlan('serves', port), never)
  expect(isRunning(gateway.pid)).toBe(true)
  await gateway[Symbol.asyncDispose]()
  expect(isRunning(gateway.pid)).toBe(false)
})

test('disposing ends what ignores SIGTERM, and its children', async () => {
  const plan = childPlan('serves-and-ignores-sigterm', port)
  const gateway = await startGatewayProcess(plan, never)
  const { grandchild } = await whereabouts(plan)
  expect(isRunning(grandchild)).toBe(true)
  await gateway[Symbol.asyncDispose]()
  await untilGone([gateway.pid, grandchild])
})

test('disposing ends the children of a gateway that goes by itself', async () => {
  const plan = childPlan('serves-with-grandchild', port)
  const gateway = await startGatewayProcess(plan, never)
  const { grandchild } = await whereabouts(plan)
  await gateway[Symbol.asyncDispose]()
  await untilGone([gateway.pid, grandchild])
})

test('disposing twice is disposing once, and is not dying', async () => {
  const gateway = await startGatewayProcess(childPlan('serves', port), never)
  const died = vi.fn()
  void gateway.died.then(died)
  await Promise.all([gateway[Symbol.asyncDispose](), gateway[Symbol.asyncDispose]()])
  await gateway[Symbol.asyncDispose]()
  expect(died).not.toHaveBeenCalled()
})

test('a gateway that dies at the start takes its children along', async () => {
  const message = await startGatewayProcess(childPlan('dies-and-leaves-grandchild', port), never).catch(String)
  const grandchild = Number(/grandchild (\d+)/.exec(String(message))?.[1])
  expect(grandchild).toBeGreaterThan(1)
  await untilGone([grandchild])
})

test('a gateway that ends by itself takes its children along, before anybody disposes it', async () => {
  const plan = childPlan('serves-with-grandchild', port)
  await using gateway = await startGatewayProcess(plan, never)
  const { grandchild } = await whereabouts(plan)
  process.kill(gateway.pid, 'SIGKILL')
  expect(await gateway.died).toBe('Example was ended by SIGKILL')
  await untilGone([grandchild])
})

test('aborting before it is ready ends it and throws the reason', async () => {
  await using pid = await pidFile()
  const abort = new AbortController()
  const reason = new Error('the run was interrupted')
  const plan = childPlan('never-listens', port, { environment: { PID_FILE: pid.path } })
  const started = startGatewayProcess(plan, abort.signal)
  void pid.written().then(() => abort.abort(reason))
  await expect(started).rejects.toBe(reason)
  await untilGone([await pid.written()])
})

test('not becoming ready in time ends it', async () => {
  await using pid = await pidFile()
  const readiness = { url: `http://127.0.0.1:${port}/`, status: 200, withinMs: 5000 }
  const plan = childPlan('never-listens', port, { environment: { PID_FILE: pid.path }, readiness })
  await expect(startGatewayProcess(plan, never)).rejects.toMatchObject({ code: 'E_GATEWAY_NOT_READY' })
  await untilGone([await pid.written()])
})

test('aborting afterwards ends it too', async () => {
  const abort = new AbortController()
  await using gateway = await startGatewayProcess(childPlan('serves', port), abort.signal)
  abort.abort()
  await untilGone([gateway.pid])
})

test('an aborted signal starts nothing', async () => {
  const plan = childPlan('serves', port, { executable: 'no-such-gateway' })
  await expect(startGatewayProcess(plan, AbortSignal.abort('over'))).rejects.toBe('over')
})

test('a harness that exits has cleaned up by then', async () => {
  await using harness = await startHarness()
  harness.kill('SIGHUP')
  await harness.exited
  expect(existsSync(harness.cwd)).toBe(false)
  await untilGone(harness.pids)
})

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  'a harness that is ended by %s leaves no process and no directory',
  async (signal) => {
    await using harness = await startHarness()
    harness.kill(signal)
    await untilGone(harness.pids)
    await vi.waitUntil(() => !existsSync(harness.cwd), { timeout: 5000 })
  },
)

interface Harness extends AsyncDisposable {
  /** Of its gateway and the gateway's child, which run. */
  readonly pids: readonly number[]
  readonly cwd: string
  readonly exited: Promise<unknown>
  kill(signal: NodeJS.Signals): void
}

async function startHarness(): Promise<Harness> {
  const script = fileURLToPath(new URL('harness.ts', import.meta.url))
  const harness = spawn(process.execPath, [script, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(harness, 'exit')
  const [line] = await once(harness.stdout, 'data')
  const { pids, cwd } = JSON.parse(String(line))
  expect(pids.every(isRunning)).toBe(true)
  return {
    pids,
    cwd,
    exited,
    kill: (signal) => harness.kill(signal),
    [Symbol.asyncDispose]: async () => {
      harness.kill('SIGKILL')
      await exited
    },
  }
}
