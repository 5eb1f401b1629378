import type { Refusal } from '../../src/contract/contract.ts'
import { isRecord, valueAt } from '../../src/contract/pointer.ts'
import type { FrontDoor, Visit } from '../../src/fake-kit/dialect.ts'
import type { Deployments } from './deployments.ts'
import { badVersion, gatewayRefusal } from './gateway-words.ts'
import { type SinceRow, versionTable } from './version-table.ts'

/** The gateway of a resource: it knows versions and deployments, and hands the model's name to the engine. */
export function createFrontDoor(deployments: Deployments): FrontDoor {
  return {
    addressRefusals: (visit) =>
      present([
        versionRefusal(visit),
        deploymentRefusal(visit.params['deployment'], deployments),
        ...tooOld(visit, deployments),
      ]),
    bodyRefusals: (visit, body) => {
      const named = isNamedByPath(visit) ? undefined : modelIn(body)
      return present([deploymentRefusal(named, deployments), ...fieldRefusals(visit, body)])
    },
    engineBody: (visit, body) => withModel(visit, body, deployments),
  }
}

function present(refusals: readonly (Refusal | undefined)[]): readonly Refusal[] {
  return refusals.filter((each) => each !== undefined)
}

function isDated({ operation }: Visit): boolean {
  return !operation.path.startsWith('/openai/v1/')
}

function isNamedByPath({ params }: Visit): boolean {
  return 'deployment' in params
}

function versionRefusal(visit: Visit): Refusal | undefined {
  const asked = versionOf(visit)
  const known = versionTable().versions.filter(({ kind }) => (kind === 'v1') !== isDated(visit))
  if (asked === undefined) {
    return isDated(visit) ? gatewayRefusal('no-version', 'Say ?api-version= with a date.') : undefined
  }
  if (known.some(({ id, retired }) => id === asked && retired !== true)) return undefined
  const newest = known.at(-1)?.id ?? ''
  return gatewayRefusal('unknown-version', `'${asked}' is no version of this surface; the newest is ${newest}.`)
}

/** Absent and empty are the same. */
function versionOf({ query }: Visit): string | undefined {
  return query.get('api-version') || undefined
}

function deploymentRefusal(name: string | undefined, deployments: Deployments): Refusal | undefined {
  if (name === undefined || deployments.modelOf(name) !== undefined) return undefined
  return gatewayRefusal(
    'no-deployment',
    'The model of the route is the name of a deployment; this resource has none of this name.',
  )
}

/** Operations and models that the version does not have. */
function tooOld(visit: Visit, deployments: Deployments): readonly (Refusal | undefined)[] {
  const model = deployments.modelOf(visit.params['deployment'] ?? '') ?? ''
  return missedIn(visit)
    .filter(({ at, models = ['*'] }) => at === undefined && models.some((pattern) => fits(pattern, model)))
    .map((row) => refusalOf(row))
}

/** Fields that the version does not have. */
function fieldRefusals(visit: Visit, body: unknown): readonly (Refusal | undefined)[] {
  return missedIn(visit)
    .filter((row) => row.at !== undefined && stands(row.at, row.value, body))
    .map((row) => refusalOf(row))
}

function stands(at: string, wanted: string | undefined, body: unknown): boolean {
  const value = valueAt(body, at)
  return wanted === undefined ? value !== undefined : value === wanted
}

/** What came with a later version than the one that is asked for. */
function missedIn(visit: Visit): readonly SinceRow[] {
  const asked = versionOf(visit)
  if (asked === undefined || !isDated(visit)) return []
  return versionTable().since.filter(
    ({ operations, version }) => operations.includes(visit.operation.id) && dateOf(asked) < dateOf(version),
  )
}

/** `2024-12-01` of `2024-12-01-preview` */
function dateOf(version: string): string {
  return version.slice(0, 10)
}

function fits(pattern: string, model: string): boolean {
  return pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern
}

function refusalOf({ at = '', version, message }: SinceRow): Refusal {
  const hint = `Ask for version ${version} or a later one.`
  return message === undefined ? unrecognized(at, hint) : badVersion(message, hint)
}

/** In the words of the engine. */
function unrecognized(at: string, hint: string): Refusal {
  return {
    rule: 'azure-openai/argument-of-later-version',
    status: 400,
    message: `Unrecognized request argument supplied: ${at.slice(1)}`,
    type: 'invalid_request_error',
    param: null,
    code: null,
    envelope: 'rich',
    pointer: at,
    hint,
  }
}

/** The deployment in the path overrules the model in the body: openai/openai-python#2900. */
function withModel(visit: Visit, body: unknown, deployments: Deployments): unknown {
  if (!isRecord(body)) return body
  const name = visit.params['deployment'] ?? modelIn(body)
  const model = name === undefined ? undefined : deployments.modelOf(name)
  return model === undefined ? body : { ...body, model }
}

function modelIn(body: unknown): string | undefined {
  const model = isRecord(body) ? body['model'] : undefined
  return typeof model === 'string' ? model : undefined
}
