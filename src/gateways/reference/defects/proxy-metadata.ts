import type { Caller, ClientRequest, RoutedCall } from '../call.ts'
import { membersOf } from '../json.ts'
import { pathOfSurface } from '../stages/route.ts'

/** The most pairs the original lets through, as many as OpenAI accepts: its 16 hide the leak behind a client's own pairs. */
const mostPairs = 16

/**
 * The client's metadata and, after it, what LiteLLM 1.81.7 keeps in the same dictionary: the pairs that are text, in the
 * original's order, the first sixteen of them.
 */
export function mixedMetadata(call: RoutedCall): Record<string, string> {
  const pairs = Object.entries({ ...membersOf(call.asked['metadata']), ...bookkeeping(call) })
  return Object.fromEntries(pairs.filter(isText).slice(0, mostPairs))
}

function isText(pair: [string, unknown]): pair is [string, string] {
  return typeof pair[1] === 'string'
}

/** What the proxy notes about a call. Without an identity most of it is absent. */
function bookkeeping(call: RoutedCall): Record<string, string | undefined> {
  return {
    ...identity(call.caller),
    user_api_key_request_route: `/v1${pathOfSurface[call.surface]}`,
    user_api_key: call.caller.keyHash,
    litellm_api_version: '1.81.7',
    ...origin(call),
    model_group: call.route.alias,
    deployment: `${call.route.provider}/${call.route.model}`,
    api_base: call.route.baseUrl,
    deployment_model_name: call.route.alias,
  }
}

function identity({ keyHash, user }: Caller): Record<string, string | undefined> {
  return {
    user_api_key_user_id: user ? user.userId : 'default_user_id',
    user_api_key_team_id: user?.teamId,
    user_api_key_org_id: user?.orgId,
    user_api_key_hash: keyHash,
    user_api_key_alias: user?.keyAlias,
    user_api_key_team_alias: user?.teamAlias,
    user_api_key_end_user_id: user?.endUserId,
    user_api_key_user_email: user?.email,
  }
}

/** Where the request came from, and where to: the gateway's own URL. */
export function origin({ url, peer, headers }: ClientRequest): Record<string, string | undefined> {
  return { endpoint: url, requester_ip_address: peer, user_agent: headers['user-agent'] }
}
