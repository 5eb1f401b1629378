import type { GatewayAdapter } from '../../src/gateways/adapter.ts'
import { driveSuite } from '../suite/drive.ts'

/** The whole suite takes seconds where nobody else needs the machine, and minutes where many do. */
export const wholeSuiteMs = 300_000

/** Why a scenario cannot be passed, by its id. */
export type Reasons = Readonly<Record<string, string>>

/** What only a gateway can pass that knows what it passes on. */
const notByNature: Reasons = {
  'azure/front-door': 'one refusal of the front door has no envelope, and whoever passes it on adds none',
  'azure/one-credential': 'the credential that the client sends beside its own goes on with the rest',
  'headers/credentials': 'the same: Azure reads the credential that was not meant for it first',
  'headers/redirect': 'a redirect is a reply as any other, and goes back',
  'headers/trusted-reply': 'what the provider says in its headers is what the client came for',
  'headers/trusted-error': 'the same of an error',
}

export interface ControlRun {
  readonly tested: number
  /** What a check finds where nobody changes anything: false alarms, but for what is not by nature. */
  readonly alarms: readonly string[]
  /** Scenarios that are said to be not by nature and pass. */
  readonly stale: readonly string[]
}

/**
 * The whole suite with nothing but the provider behind the client.
 * @param own what this control cannot pass besides
 */
export async function driveControl(adapter: GatewayAdapter, own: Reasons = {}): Promise<ControlRun> {
  const known = { ...notByNature, ...own }
  const { cases, findings } = await driveSuite({ adapter })
  const tested = cases.filter(({ outcome }) => outcome !== 'not-applicable')
  const failed = tested.filter(({ outcome }) => outcome !== 'passed')
  const isKnown = (id: string) => Object.hasOwn(known, scenarioOf(id))
  const scenarios = new Set(tested.map(({ id }) => scenarioOf(id)))
  const failing = new Set(failed.map(({ id }) => scenarioOf(id)))
  return {
    tested: tested.length,
    alarms: [...failed.map(({ id }) => id).filter((id) => !isKnown(id)), ...findings.map(({ check }) => check)],
    stale: Object.keys(known).filter((id) => scenarios.has(id) && !failing.has(id)),
  }
}

function scenarioOf(caseId: string): string {
  return caseId.replace(/\[.*$/, '')
}
