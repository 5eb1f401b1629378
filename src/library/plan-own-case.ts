import { parseYaml } from '../contract/yaml-file.ts'
import type { RunningFakes } from '../fake-kit/fakes.ts'
import { createMint } from '../leak/canary.ts'
import type { FilledScenario } from '../scenario/cells.ts'
import { planCase } from '../scenario/plan.ts'
import type { PlannedCase } from '../scenario/planned.ts'
import type { RawRoute, Scenario } from '../scenario/scenario.ts'
import type { OwnCaseOptions } from './own-case.ts'

type Given = OwnCaseOptions & { readonly seed: string; readonly masterKey: string }

/** More than a run has cases: two names of one seed seldom share an address. */
const addresses = 30_000

/**
 * A case that stands in no file, without steps so far. It is not compared with a route without its drop list: that would be
 * a second configuration of the gateway.
 * @throws Fault E_SCENARIO_UPSTREAM
 */
export function planOwnCase(fakes: RunningFakes, { name = 'own', seed, masterKey, ...options }: Given): PlannedCase {
  const planned = planCase(filledOf(name, options), createMint(seed, name).number('address', addresses), {
    seed,
    masterKey,
    features: new Set(['virtual-users']),
    baseUrl: fakes.baseUrl,
    rules: () => [],
    relaxable: () => [],
  })
  return { ...planned, control: undefined, steps: [] }
}

function filledOf(id: string, { client, upstream, route = {} }: Omit<OwnCaseOptions, 'name' | 'seed'>): FilledScenario {
  const { apiVersion, forwardHeaders = [], ...others } = route
  const written: RawRoute = {
    ...others,
    ...(apiVersion === undefined ? {} : { 'api-version': apiVersion }),
    upstream,
    'forward-headers': forwardHeaders,
  }
  // The step tells what the client speaks; what it sends is not known yet.
  const steps = [{ send: { surface: client, body: {} } }]
  return { id, scenario: headOf(id), cell: {}, provider: {}, route: written, steps }
}

function headOf(id: string): Scenario {
  return {
    ...{ id, title: id, why: '', sources: [], severity: 'high', needs: [], axes: [], combination: 'all' },
    template: { provider: {}, route: {}, steps: [] },
    yaml: parseYaml('', id),
  }
}
