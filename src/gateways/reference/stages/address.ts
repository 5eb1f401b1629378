import type { ProviderId, Surface } from '../../../contract/surface.ts'
import type { AddressedCall, TranslatedCall } from '../call.ts'
import { gatewayVersion } from '../version.ts'
import { pathOfSurface } from './route.ts'

/** Where a provider takes calls of a surface, and how it is shown who calls. */
interface Door {
  url(call: TranslatedCall): string
  /** The one credential, and what else the provider wants to know of its caller. */
  headers(call: TranslatedCall): Readonly<Record<string, string>>
}

const userAgent = `watertight-gateway/${gatewayVersion}`

const doors: Readonly<Record<ProviderId, Door>> = {
  openai: {
    url: ({ route }) => `${route.baseUrl}${pathOfSurface[route.surface]}`,
    headers: ({ route }) => ({ authorization: `Bearer ${route.apiKey}`, 'user-agent': userAgent }),
  },
  'azure-openai': {
    url: ({ route }) => `${endpointOf(route.baseUrl)}${azurePath(route)}`,
    headers: ({ route }) => ({ 'api-key': route.apiKey, 'user-agent': userAgent }),
  },
  codex: {
    url: ({ route }) => `${route.baseUrl}${pathOfSurface[route.surface]}`,
    headers: ({ route }) => ({
      authorization: `Bearer ${route.apiKey}`,
      ...(route.accountId !== undefined && { 'chatgpt-account-id': route.accountId }),
      originator: codexClient,
      'user-agent': `${codexClient}/${gatewayVersion} (${userAgent})`,
    }),
  },
}

/** The back end of Codex wants the first word of the user agent to be the originator: Wei-Shaw/sub2api#3984. */
const codexClient = 'codex_cli_rs'

/** The gateway's own few headers. What of the client's goes on, is the next stage's affair. */
export function address(call: TranslatedCall): AddressedCall {
  const door = doors[call.route.provider]
  return {
    ...call,
    target: {
      url: door.url(call),
      headers: {
        ...door.headers(call),
        'content-type': 'application/json',
        accept: call.sent['stream'] === true ? 'text/event-stream' : 'application/json',
      },
    },
  }
}

/** An operator may have copied it with the path of the v1 calls: diegosouzapw/OmniRoute#9078. */
function endpointOf(baseUrl: string): string {
  return baseUrl.replace(/\/openai(\/v1)?$/, '')
}

/** Dated calls name the deployment in their path; Responses calls, and all those of v1, name it in the body alone. */
function azurePath({ surface, model, apiVersion }: { surface: Surface; model: string; apiVersion?: string }): string {
  const path = pathOfSurface[surface]
  if (apiVersion === undefined) return `/openai/v1${path}`
  const deployment = surface === 'responses' ? '' : `/deployments/${encodeURIComponent(model)}`
  return `/openai${deployment}${path}?api-version=${encodeURIComponent(apiVersion)}`
}
