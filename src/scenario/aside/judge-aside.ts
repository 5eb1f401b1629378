import { extname } from 'node:path'
import { serialize } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { BridgeTable } from '../../account/bridge-table.ts'
import type { CaseReport } from '../../report/run-report.ts'
import type { CaseToJudge, JudgedRun } from './case-to-judge.ts'

/** A second thread that judges while the first one drives. */
export interface JudgeAside extends AsyncDisposable {
  /** Whether it came up, once that is known. */
  readonly ready: Promise<boolean>
  /** Before the first case. */
  begin(run: JudgedRun): void
  /**
   * `undefined`: it is not ready yet, or fails; then whoever asks judges the case. What is wrong with the judgement itself
   * shows there, where it can be told.
   */
  judge(one: CaseToJudge): Promise<CaseReport | undefined>
}

/** What the thread is started with. Plain data. */
export interface ThreadSetup {
  /** Contracts are code once they are compiled, and code does not go from thread to thread: it reads them for itself. */
  readonly contractsRoot: string
  readonly tables: readonly BridgeTable[]
}

export type ToThread =
  | { readonly kind: 'run'; readonly run: JudgedRun }
  /** `bytes`: a `CaseToJudge` as `node:v8` writes it. A message of its own kind would bring the whole pools of its buffers along. */
  | { readonly kind: 'case'; readonly number: number; readonly bytes: Uint8Array }

export type FromThread =
  | { readonly kind: 'ready' }
  /** `report` is `undefined` where the judgement threw. */
  | { readonly kind: 'report'; readonly number: number; readonly report: CaseReport | undefined }

/** Starts the thread. It does not keep the process alive. */
export function startJudgeAside(setup: ThreadSetup): JudgeAside {
  const waiting = new Map<number, (report: CaseReport | undefined) => void>()
  const start = Promise.withResolvers<boolean>()
  let isReady = false
  let count = 0
  const worker = new Worker(threadFile(), { workerData: setup })
  worker.unref()
  const answer = (number: number, report: CaseReport | undefined) => {
    waiting.get(number)?.(report)
    waiting.delete(number)
  }
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'ready') {
      isReady = true
      start.resolve(true)
    } else answer(message.number, message.report)
  })
  const giveUp = () => {
    isReady = false
    start.resolve(false)
    for (const number of [...waiting.keys()]) answer(number, undefined)
  }
  // Without a listener an error of the thread would be one of the process; its exit follows.
  worker.on('error', giveUp)
  worker.on('exit', giveUp)
  const send = (message: ToThread, moved: ArrayBuffer[] = []) => worker.postMessage(message, moved)
  return {
    ready: start.promise,
    begin: (run) => send({ kind: 'run', run }),
    judge: async (one) => {
      if (!isReady) return undefined
      const number = count++
      const report = new Promise<CaseReport | undefined>((resolve) => waiting.set(number, resolve))
      const bytes = serialize(one)
      send({ kind: 'case', number, bytes }, bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [])
      return await report
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  }
}

/** Beside this file, as source or as it was built. */
function threadFile(): URL {
  return new URL(`./judge-thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
}
