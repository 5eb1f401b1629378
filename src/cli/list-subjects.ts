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
}

/** What can be listed, by name. Modules are loaded only when they are asked for. */
export const subjects: Readonly<Record<string, (request: ListRequest) => Promise<readonly Listed[]>>> = {
  scenarios: listScenarios,
  checks: listChecks,
  defects: listDefects,
  gateways: listGateways,
  providers: listProviders,
  rules: listRules,
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
  const { checks } = await import('../checks/index.ts')
  return checks.map(({ id, title, severity }) => ({ id, title, note: severity, severity }))
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
  const { gateways } = await import('./gateway-table.ts')
  return await Promise.all(
    Object.entries(gateways).map(async ([id, { title, adapter }]) => {
      const { features } = await adapter({ defects: [], executable: undefined, env: {} })
      const claimed = [...features].toSorted()
      return { id, title, note: claimed.join(', '), features: claimed }
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

async function listRules(): Promise<readonly Listed[]> {
  const [{ loadContracts }, { fakes }] = await Promise.all([
    import('../contract/load-contract.ts'),
    import('../../fakes/index.ts'),
  ])
  const contracts = loadContracts(contractsRoot)
  const rules = fakes.flatMap(({ id, rules: own }) => [...own, ...(contracts.get(id)?.rules ?? [])])
  return rules.map((rule) => {
    const sources = rule.evidence.map(({ kind, source }) => `${kind}: ${source}`)
    return { ...rule, note: sources.join(', ') }
  })
}
