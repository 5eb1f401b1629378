import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Baseline, readBaseline } from '../../../src/baseline/baseline.ts'
import { gatewayName } from '../../../src/cli/chosen-gateway.ts'
import { gatewayEntry } from '../../../src/cli/gateway-table.ts'
import { packagePath } from '../../../src/contract/package-path.ts'

/** One version of a gateway that is to do what its baseline says. */
export interface Job {
  /** As a command line names it: `portkey@1.15.2`, or `nginx` where Watertight cannot choose the version. */
  readonly name: string
  readonly baseline: string
  readonly isInstallable: boolean
}

/** Every version of which a baseline speaks, and the one that the gateway's recipe names. */
export async function allJobs(): Promise<readonly Job[]> {
  const folder = packagePath('scenarios', 'baselines')
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  const jobs = await Promise.all(files.toSorted().map((name) => jobsOf(join(folder, name))))
  return jobs.flat()
}

async function jobsOf(file: string): Promise<readonly Job[]> {
  const { baseline } = readBaseline(file)
  const { by } = await gatewayEntry(baseline.gateway).installs()
  if (typeof by === 'string') return [{ name: baseline.gateway, baseline: file, isInstallable: false }]
  return versionsOf(baseline, by.version).map((version) => ({
    name: `${baseline.gateway}@${version}`,
    baseline: file,
    isInstallable: true,
  }))
}

/** The oldest first. */
export function versionsOf({ known }: Baseline, own: string): readonly string[] {
  const all = new Set([own, ...known.flatMap(({ versions = [] }) => versions)])
  return [...all].toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}

/**
 * Those that were named, with or without a version; all when none was.
 * @throws Error for a name that fits none
 */
export function chosenJobs(jobs: readonly Job[], names: readonly string[]): readonly Job[] {
  const strange = names.find((name) => !jobs.some((job) => fits(job, name)))
  if (strange !== undefined) {
    throw new Error(`no baseline speaks of ${strange}; there are ${jobs.map(({ name }) => name).join(', ')}`)
  }
  return names.length === 0 ? jobs : jobs.filter((job) => names.some((name) => fits(job, name)))
}

function fits(job: Job, name: string): boolean {
  return job.name === name || gatewayName(job.name).name === name
}
