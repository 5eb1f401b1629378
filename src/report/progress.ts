import type { Output, RunStart } from './reporter.ts'
import type { CaseReport } from './run-report.ts'
import type { Style } from './style.ts'
import { counted, cut } from './text.ts'

/** Says how far a run is. `clear` leaves nothing of a rewritten line behind. */
export interface Progress {
  start(run: RunStart): void
  gatewayReady(version: string): void
  caseDone(report: CaseReport): void
  clear(): void
}

interface Tally {
  gateway: string
  cases: number
  done: number
  failed: number
}

/** On a terminal one line that is rewritten; elsewhere a line at every tenth of the run and at each scenario's first failure. */
export function progressOn(output: Output, style: Style): Progress {
  const tally: Tally = { gateway: '', cases: 0, done: 0, failed: 0 }
  const shown = output.isTerminal ? rewrittenLine(output, style, tally) : plainLines(output, tally)
  return {
    ...shown,
    start: (run) => {
      Object.assign(tally, { gateway: run.gateway, cases: run.cases })
      shown.start(run)
    },
    caseDone: (report) => {
      tally.done += 1
      if (report.outcome === 'failed' || report.outcome === 'untestable') tally.failed += 1
      shown.caseDone(report)
    },
  }
}

const eraseLine = '\r\u001b[2K'

function rewrittenLine(output: Output, style: Style, tally: Tally): Progress {
  const rewrite = (lead: string, detail: string): void => {
    const room = output.columns - lead.length - 3
    const failed = tally.failed > 0 ? style.bad(`  ${tally.failed} failed`) : ''
    const left = room - (tally.failed > 0 ? `  ${tally.failed} failed`.length : 0)
    output.write(`${eraseLine}${lead}${failed}  ${style.faint(cut(detail, Math.max(1, left)))}`)
  }
  return {
    start: (run) => rewrite(`starting gateway ${run.gateway}`, counted(run.cases, 'case')),
    gatewayReady: (version) => rewrite(`0/${tally.cases}`, `gateway ${tally.gateway} ${version} is ready`),
    caseDone: (report) => rewrite(`${tally.done}/${tally.cases}`, report.id),
    clear: () => output.write(eraseLine),
  }
}

function plainLines(output: Output, tally: Tally): Progress {
  const announced = new Set<string>()
  const tenth = (done: number): number => Math.floor((done * 10) / Math.max(1, tally.cases))
  return {
    start: (run) =>
      output.write(
        `${counted(run.cases, 'case')} of ${counted(run.scenarios, 'scenario')} on gateway ${run.gateway}\n`,
      ),
    gatewayReady: (version) => output.write(`gateway ${tally.gateway} ${version} is ready\n`),
    caseDone: (report) => {
      const isBad = report.outcome === 'failed' || report.outcome === 'untestable'
      if (isBad && !announced.has(report.scenario)) {
        announced.add(report.scenario)
        output.write(`${report.outcome} ${report.id}\n`)
      }
      if (tenth(tally.done) > tenth(tally.done - 1)) {
        output.write(`${tally.done}/${tally.cases} cases, ${tally.failed} failed\n`)
      }
    },
    clear: () => {},
  }
}
