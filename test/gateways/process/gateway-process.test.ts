import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../../src/gateways/process/free-port.ts'
import { startGatewayProcess } from '../../../src/gateways/process/gateway-process.ts'
import { childPlan, whereabouts } from './plan.ts'

const never = new AbortController().signal
let port: number

beforeEach(async () => {
  port = await freePort()
})

afterEach(() => {
  vi.unstubAllEnvs()
})

test('is ready when it answers with the wanted status', async () => {
  await using gateway = await startGatewayProcess(childPlan('serves', port), never)
  const reply = await fetch(`http://127.0.0.1:${port}/ready`)
  expect(reply.status).toBe(200)
  expect(gateway.logs()).toBe('listening\n')
})

test('sees nothing of our environment but PATH', async () => {
  vi.stubEnv('WATERTIGHT_TEST_SECRET', 'not for the gateway')
  const plan = childPlan('serves', port, { environment: { NAMED: 'by the adapter' } })
  await using _gateway = await startGatewayProcess(plan, never)
  const { cwd, env } = await whereabouts(plan)
  expect(env).toEqual({ PATH: '/usr/bin:/bin', HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8', NAMED: 'by the adapter' })
})

test('runs in a directory of its own, with its files, that nobody else may read, and that is removed', async () => {
  const plan = childPlan('serves', port, { files: { 'gate.yaml': 'key: value\n' } })
  const gateway = await startGatewayProcess(plan, never)
  const { cwd } = await whereabouts(plan)
  expect(readFileSync(join(cwd, 'gate.yaml'), 'utf8')).toBe('key: value\n')
  expect(statSync(cwd).mode & 0o077).toBe(0)
  await gateway[Symbol.asyncDispose]()
  expect(existsSync(cwd)).toBe(false)
})

test('a missing executable is a fault that says how to install it', async () => {
  const plan = childPlan('serves', port, { executable: 'no-such-gateway' })
  await expect(startGatewayProcess(plan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_FOUND',
    message: expect.stringContaining('no-such-gateway'),
    hint: 'Install the example.',
  })
})

test('dying before it is ready is a fault with exit code and last lines, at once', async () => {
  const plan = childPlan('dies', port, {
    readiness: { url: `http://127.0.0.1:${port}/`, status: 200, withinMs: 600_000 },
  })
  await expect(startGatewayProcess(plan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_DIED',
    message: expect.stringMatching(/Example ended with exit code 7 .*\n {2}cannot read the configuration/),
  })
})

test('dying because its port is taken is told in its own words', async () => {
  await using _holder = await startGatewayProcess(childPlan('answers-503', port, expecting(503)), never)
  await expect(startGatewayProcess(childPlan('serves', port), never)).rejects.toMatchObject({
    code: 'E_GATEWAY_DIED',
    message: expect.stringContaining('EADDRINUSE'),
  })
})

test('never listening is a fault with the deadline and the last lines', async () => {
  const plan = childPlan('never-listens', port, expecting(200, 4500))
  await expect(startGatewayProcess(plan, never)).rejects.toMatchObject({
    code: 'E_GATEWAY_NOT_READY',
    message: expect.stringMatching(/within 4\.5 s.*\n {2}waiting for a database/),
  })
})

test('another status is not ready', async () => {
  const plan = childPlan('answers-503', port, expecting(200, 1500))
  await expect(startGatewayProcess(plan, never)).rejects.toMatchObject({ code: 'E_GATEWAY_NOT_READY' })
})

test('keeps the last 256 KiB of its output', async () => {
  await using gateway = await startGatewayProcess(childPlan('floods-and-serves', port), never)
  await vi.waitUntil(() => gateway.logs().endsWith('listening\n'), { timeout: 5000 })
  expect(gateway.logs()).toMatch(/^\[\d+ bytes dropped\]\n/)
  expect(gateway.logs()).toContain('line 19999 of')
  expect(gateway.logs()).not.toContain('line 1 of')
  expect(gateway.logs().length).toBeLessThan(257 * 1024)
})

test('says when it ends by itself', async () => {
  await using gateway = await startGatewayProcess(childPlan('serves', port), never)
  await fetch(`http://127.0.0.1:${port}/die`).catch(() => undefined)
  expect(await gateway.died).toBe('Example ended with exit code 3')
})

function expecting(status: number, withinMs = 15_000): Partial<ReturnType<typeof childPlan>> {
  return { readiness: { url: `http://127.0.0.1:${port}/ready`, status, withinMs } }
}
