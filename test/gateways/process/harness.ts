// A harness that is ended without disposing its gateway: `node harness.ts <port>`.
import { setTimeout as pause } from 'node:timers/promises'
import { startGatewayProcess } from '../../../src/gateways/process/gateway-process.ts'
import { childPlan, whereabouts } from './plan.ts'

process.once('SIGHUP', () => process.exit(0))
const plan = childPlan('serves-and-ignores-sigterm', Number(process.argv[2]))
const gateway = await startGatewayProcess(plan, new AbortController().signal)
const { cwd, grandchild } = await whereabouts(plan)
process.stdout.write(`${JSON.stringify({ pids: [gateway.pid, grandchild], cwd })}\n`)
await pause(60_000)
