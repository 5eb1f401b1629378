import { surfaces } from '../../../contract/surface.ts'
import type { DocumentedFate, Profile } from '../../adapter.ts'
import type { DocumentedDefinition, GatewayDefinition } from './definition.ts'

/** What the gateway's documentation says, as reports and checks take it. */
export function profileOf(definition: GatewayDefinition): Profile {
  const { documented = [], exposes = [], forwards = [], 'drop-signal-header': dropSignalHeader } = definition
  return {
    documented: documented.map(documentedFate),
    exposures: exposes,
    forwards,
    ...(dropSignalHeader === undefined ? {} : { dropSignalHeader }),
  }
}

function documentedFate({ way, ...fate }: DocumentedDefinition): DocumentedFate {
  const [from, to] = way?.split('--') ?? []
  const client = surfaces.find((surface) => surface === from)
  const upstream = surfaces.find((surface) => surface === to)
  return client === undefined || upstream === undefined ? fate : { ...fate, surfaces: { client, upstream } }
}
