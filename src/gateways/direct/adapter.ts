import { Fault } from '../../contract/fault.ts'
import type { GatewayAdapter, PlannedRoute, StartedGateway } from '../adapter.ts'
import { providerUrl } from '../provider-url.ts'

/**
 * No gateway at all: the client calls the fakes itself, as the provider's own SDK would. It is the control of every
 * check: what is reported here is a false alarm, or something that the client itself must not send.
 */
export const directAdapter: GatewayAdapter = {
  id: 'direct',
  addressing: 'transparent',
  features: new Set([
    'surface:chat-completions',
    'surface:responses',
    'surface:embeddings',
    'provider:openai',
    'provider:azure-openai',
    'stream',
    'forward-headers',
  ]),
  profile: {
    documented: [],
    forwards: [
      {
        header: '*',
        reason: 'there is nobody between the client and the provider',
        link: 'https://www.rfc-editor.org/rfc/rfc9110#section-3.7',
      },
    ],
  },
  start: async () => started,
}

const started: StartedGateway = {
  version: 'none',
  endpoint: (_surface, route) => ({ url: providerUrl(known(route)), headers: {} }),
  logs: () => '',
  // There is nothing that could end.
  died: new Promise(() => {}),
  [Symbol.asyncDispose]: async () => {},
}

function known(route: PlannedRoute | undefined): PlannedRoute {
  if (route !== undefined) return route
  throw new Fault('E_GATEWAY_ROUTE', 'without a gateway there is no address without a route', {
    kind: 'harness',
    hint: 'Name the route whose endpoint is asked for.',
  })
}
