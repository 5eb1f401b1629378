/** The thread of `startJudgeAside`. */
import { deserialize } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { loadContracts } from '../../contract/load-contract.ts'
import type { CaseReport } from '../../report/run-report.ts'
import { type CaseToJudge, type JudgedRun, judgeOne } from './case-to-judge.ts'
import type { FromThread, ThreadSetup, ToThread } from './judge-aside.ts'

const { contractsRoot, tables }: ThreadSetup = workerData
const knowledge = { contracts: loadContracts(contractsRoot), tables }
let run: JudgedRun | undefined

function judged(bytes: Uint8Array): CaseReport | undefined {
  if (run === undefined) return undefined
  try {
    const one: CaseToJudge = deserialize(bytes)
    return judgeOne(one, run, knowledge)
  } catch {
    return undefined
  }
}

function tell(message: FromThread): void {
  parentPort?.postMessage(message)
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'run') run = message.run
  else tell({ kind: 'report', number: message.number, report: judged(message.bytes) })
})
tell({ kind: 'ready' })
