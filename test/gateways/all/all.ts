// Every gateway that has a baseline, in every version of which it speaks, is installed and does what the baseline says:
// `node test/gateways/all/all.ts [NAME[@VERSION]...] [--reports DIR]`. Reports that are kept make a grid.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { RunReport } from '../../../src/report/run-report.ts'
import { setup as buildProgram } from '../../kit/build-program.ts'
import { watertight } from '../../kit/cli.ts'
import { allJobs, chosenJobs, type Job } from './jobs.ts'
import { noResult, type Result, runResult } from './result.ts'

const options = { reports: { type: 'string' } } as const
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const temporary = mkdtempSync(join(tmpdir(), 'watertight-gateways-'))
const folder = values.reports === undefined ? temporary : resolve(values.reports)
mkdirSync(folder, { recursive: true })
/** Where gateways are kept is said by the operator's own environment. */
const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])))

buildProgram()
try {
  const jobs = chosenJobs(await allJobs(), positionals)
  let asKnown = 0
  // One after the other: a gateway under load is another gateway.
  for (const job of jobs) {
    const { line, isAsKnown } = await resultOf(job)
    process.stdout.write(`${line}\n`)
    if (isAsKnown) asKnown += 1
  }
  process.stdout.write(`${asKnown} of ${jobs.length} as their baselines say\n`)
  process.exitCode = jobs.length > 0 && asKnown === jobs.length ? 0 : 1
} finally {
  rmSync(temporary, { recursive: true })
}

async function resultOf({ name, baseline, isInstallable }: Job): Promise<Result> {
  if (isInstallable) {
    const install = await watertight(['gateways', 'install', name], { env })
    if (install.code !== 0) return noResult('NOT INSTALLED', name, install.err)
  }
  const file = join(folder, `${name.replaceAll(/[^\w.-]/g, '-')}.json`)
  // What an earlier run left there is not the result of this one.
  rmSync(file, { force: true })
  const reports = ['--reporter', `json=${file}`]
  const run = await watertight(['run', '--gateway', name, '--baseline', baseline, '--seed', 'ci', ...reports], { env })
  const report = reportIn(file)
  if (report !== undefined) return runResult(report)
  const isMissing = /E_GATEWAY_NOT_(?:FOUND|INSTALLED)/.test(run.err)
  return noResult(isMissing ? 'NOT INSTALLED' : 'NOT RUN', name, run.err)
}

/** A run that never began leaves an empty file, or none. */
function reportIn(file: string): RunReport | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text === '' ? undefined : JSON.parse(text)
}
