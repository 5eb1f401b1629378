import type { EvidenceKind } from '../contract/contract.ts'
import type { ProviderId } from '../contract/surface.ts'
import { contractsRoot } from './package-root.ts'

/** One thing there is. Further members are for programs. */
export interface Listed {
  readonly id: string
  readonly title: string
  /** What else a person wants to see in a list. */
  readonly note: string
}

/** What a list may be asked for besides its subject. */
export interface ListRequest {
  readonly scenarios: string
  readonly provider: ProviderId | undefined
  readonly evidence: EvidenceKind | undefined
}

export interface Subject {
  /** The options that mean something to this list. */
  readonly takes: readonly ('scenarios' | 'provider' | 'evidence')[]
  list(request: ListRequest): Promise<readonly Listed[]>
  /** What a person wants to know of the list as a whole. */
  summary?(items: readonly Listed[]): string
}

/** What can be listed, by name. Modules are loaded only when they are asked for. */
export const subjects: Readonly<Record<string, Subject>> = {
  scenarios: { takes: ['scenarios'], list: listScenarios },
  checks: { takes: [], list: listChecks },
  defects: { takes: [], list: listDefects },
  gateways: { takes: [], list: listGateways },
  providers: { takes: [], list: listProviders },
  rules: { takes: ['provider', 'evidence'], list: listRules },
  coverage: { takes: ['scenarios'], list: listCoverage, summary: coverageSummary },
}

async function listScenarios({ scenarios: root }: ListRequest): Promise<readonly Listed[]> {
  const [{ loadScenarios }, { fillScenario }] = await Promise.all([
    import('../scenario/load.ts'),
    import('../scenario/cells.ts'),
  ])
  return loadScenarios(root, []).map((scenario) => {
    const { id, title, why, sources, severity, needs } = scenario
    const cases = fillScenario(scenario).map((filled) => filled.id)
    const note = `${severity}, ${cases.length === 1 ? '1 case' : `${cases.length} cases`}`
    return { id, title, note, why, severity, sources, needs, cases }
  })
}

async function listChecks(): Promise<readonly Listed[]> {
  const [{ checks }, { notices }] = await Promise.all([import('../checks/index.ts'), import('../checks/notices.ts')])
  return [...checks, ...notices].map(({ id, title, severity }) => ({ id, title, note: severity, severity }))
}

async function listDefects(): Promise<readonly Listed[]> {
  const { defects } = await import('../gateways/reference/defects/index.ts')
  return Object.values(defects).map(({ id, title, sources, trips }) => ({
    id,
    title,
    note: sources.join(', '),
    sources,
    trips,
  }))
}

async function listGateways(): Promise<readonly Listed[]> {
  const { gateways, gatewayWords } = await import('./gateway-table.ts')
  return await Promise.all(
    Object.entries(gateways).map(async ([id, entry]) => {
      const { title, features } = await gatewayWords(entry)
      return { id, title, note: features.join(', '), features }
    }),
  )
}

async function listProviders(): Promise<readonly Listed[]> {
  const { loadContracts } = await import('../contract/load-contract.ts')
  return [...loadContracts(contractsRoot).values()].map((contract) => {
    const operations = contract.operations.map(({ id, method, path, surface }) => ({ id, method, path, surface }))
    const title = operations.map(({ method, path }) => `${method} ${path}`).join(', ')
    return { id: contract.id, title, note: `${contract.rules.length} refusal rules`, operations }
  })
}

/** What a rule says stands in `explain`; here it is told where it belongs and how well it is known. */
async function listRules({ provider, evidence: wanted }: ListRequest): Promise<readonly Listed[]> {
  const { listedRules } = await import('./listed-rules.ts')
  const all = (await listedRules()).map((listed) => {
    const { id, title, evidence } = listed.rule
    const isContract = listed.kind === 'contract'
    return {
      id,
      title,
      note: evidence.map(({ kind, source }) => `${kind}: ${source}`).join(', '),
      provider: listed.provider,
      phase: isContract ? listed.rule.phase : null,
      surfaces: isContract ? listed.rule.surfaces : [],
      evidenceKinds: [...new Set(evidence.map(({ kind }) => kind))],
      evidence,
      exampleCount: isContract ? listed.rule.examples.length : 0,
    }
  })
  return all.filter(
    (rule) =>
      (provider === undefined || rule.provider === provider) &&
      (wanted === undefined || rule.evidenceKinds.includes(wanted)),
  )
}

/** Real bugs, and what of ours shows each of them. */
async function listCoverage({ scenarios: root }: ListRequest): Promise<readonly Listed[]> {
  const [{ coverageOf, readBugs }, { loadScenarios }, { defects }] = await Promise.all([
    import('../scenario/bugs.ts'),
    import('../scenario/load.ts'),
    import('../gateways/reference/defects/index.ts'),
  ])
  return coverageOf(readBugs(), loadScenarios(root, []), Object.values(defects)).map((bug) => {
    const { scenarios, defects: own, checks, out } = bug
    const shown = [...scenarios, ...own.map((id) => `defect ${id}`), ...checks.map((id) => `check ${id}`)]
    return {
      ...bug,
      id: bug.sources[0] ?? '',
      title: bug.what,
      note: out === undefined ? shown.join(', ') : `left out: ${out}`,
    }
  })
}

function coverageSummary(bugs: readonly Listed[]): string {
  const count = (fits: (bug: Listed) => boolean) => bugs.filter(fits).length
  const has = (name: string) => (bug: Listed) => {
    const list = Object.entries(bug).find(([key]) => key === name)?.[1]
    return Array.isArray(list) && list.length > 0
  }
  const out = count((bug) => 'out' in bug)
  return `${bugs.length} bugs: ${count(has('scenarios'))} with a scenario, ${count(has('defects'))} with a defect, ${out} left out with a reason`
}
