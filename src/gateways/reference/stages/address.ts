import type { AddressedCall, TranslatedCall } from '../call.ts'
import { gatewayVersion } from '../version.ts'
import { pathOfSurface } from './route.ts'

/** The gateway's own few headers. Nothing of the client's goes on: each of its headers may carry a credential or an identity. */
export function address(call: TranslatedCall): AddressedCall {
  const { baseUrl, surface, apiKey } = call.route
  return {
    ...call,
    target: {
      url: `${baseUrl}${pathOfSurface[surface]}`,
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        accept: call.sent['stream'] === true ? 'text/event-stream' : 'application/json',
        'user-agent': `watertight-gateway/${gatewayVersion}`,
      },
    },
  }
}
