import { type HeaderPair, headerOf } from '../../src/fake-kit/dialect.ts'
import type { OperationHandler } from '../../src/fake-kit/reply.ts'
import { limitReport, planType } from './limits.ts'

/**
 * `GET /backend-api/wham/accounts/check`: the account that the client says it has. A client sends its turns to the origin
 * of the account, by https alone; that of the request, so that they come back to where it was sent.
 */
export const checkAccounts: OperationHandler = ({ headers }) => {
  const id = accountId(headers)
  const account = {
    id,
    account_user_role: 'account-owner',
    structure: 'personal',
    plan_type: planType,
    workspace_backend_origin: `https://${headerOf(headers, 'host') ?? 'chatgpt.com'}`,
    account_routing_override: 'NO_CONSTRAINT',
  }
  return { kind: 'json', status: 200, body: { accounts: [account], default_account_id: id, account_ordering: [id] } }
}

/** `GET /backend-api/wham/usage` */
export const readUsage: OperationHandler = (call) => ({
  kind: 'json',
  status: 200,
  body: { account_id: accountId(call.headers), ...limitReport(call) },
})

/** `GET /backend-api/wham/settings/user` */
export const readSettings: OperationHandler = () => ({
  kind: 'json',
  status: 200,
  body: { commit_attribution_enabled: false },
})

function accountId(headers: readonly HeaderPair[]): string {
  return headerOf(headers, 'chatgpt-account-id') ?? 'acct-watertight'
}
