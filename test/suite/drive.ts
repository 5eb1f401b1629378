import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type BridgeTable, readBridgeTable } from '../../src/account/bridge-table.ts'
import { surfaces } from '../../src/contract/surface.ts'
import type { GatewayAdapter } from '../../src/gateways/adapter.ts'
import { fakes, loadContracts, packagePath, referenceAdapter, runSuite, startFakes } from '../../src/index.ts'
import type { RunReport } from '../../src/report/run-report.ts'
import type { JudgeAside } from '../../src/scenario/aside/judge-aside.ts'
import { fillScenario } from '../../src/scenario/cells.ts'
import { loadScenarios } from '../../src/scenario/load.ts'

export const contracts: ReturnType<typeof loadContracts> = loadContracts(packagePath('contracts'))
const allScenarios = loadScenarios(packagePath('scenarios'))
export const tables: readonly BridgeTable[] = surfaces.flatMap((from) =>
  surfaces
    .map((to) => join(packagePath('contracts', 'bridges'), `${from}--${to}.yaml`))
    .filter((file) => existsSync(file))
    .map(readBridgeTable),
)

export interface DriveOptions {
  readonly defects?: readonly string[]
  /** Only the first and the last cell of every scenario. */
  readonly thin?: boolean
  /** Default: the reference gateway. */
  readonly adapter?: GatewayAdapter
  readonly caseFilter?: readonly string[]
  readonly concurrency?: number
  readonly signal?: AbortSignal
  /** Default: every scenario. */
  readonly patterns?: readonly string[]
  /** Of another folder than the bundled one. */
  readonly folder?: string
  readonly seed?: string
  readonly journalFile?: string
  readonly judgeAside?: JudgeAside
}

/** The bundled suite against a gateway. */
export async function driveSuite(options: DriveOptions): Promise<RunReport> {
  const { defects = [] } = options
  const { folder = packagePath('scenarios'), patterns } = options
  const isBundled = options.folder === undefined && patterns === undefined
  const scenarios = isBundled ? allScenarios : loadScenarios(folder, patterns)
  const thinned = scenarios.flatMap((scenario) => {
    const ids = fillScenario(scenario).map(({ id }) => id)
    return [...new Set([ids[0], ids.at(-1)])].filter((id) => id !== undefined)
  })
  return await runSuite({
    version: 'test',
    scenarios,
    adapter: options.adapter ?? referenceAdapter({ defects }),
    contracts,
    tables,
    startFakes: ({ journal, seed }) => startFakes({ definitions: fakes, contracts, journal, seed }),
    seed: options.seed ?? 'suite',
    concurrency: options.concurrency ?? 8,
    command: 'watertight run',
    signal: options.signal ?? new AbortController().signal,
    reporter: { end: () => undefined },
    ...(options.journalFile === undefined ? {} : { journalFile: options.journalFile }),
    ...(options.judgeAside === undefined ? {} : { judgeAside: options.judgeAside }),
    ...(options.thin ? { caseFilter: thinned } : {}),
    ...(options.caseFilter ? { caseFilter: options.caseFilter } : {}),
  })
}

/** Ids of the checks that found something, in cases and outside of them. */
export function trippedBy(report: RunReport): Set<string> {
  const findings = [...report.findings, ...report.cases.flatMap((each) => each.findings)]
  return new Set(findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check))
}
