import type { Attribution, RecordedRequest } from '../capture/exchange.ts'
import type { OperationMatch } from '../contract/contract.ts'
import type { Fake } from './fake.ts'
import { type RequestStrictness, strictnessOfRequest } from './strictness.ts'

/** What a request is about, told from its first lines alone. */
export interface Route {
  readonly token: string | undefined
  readonly attribution: Attribution
  /** Without the case's token segment and without query. */
  readonly path: string
  readonly key: string | undefined
  readonly match: OperationMatch
  readonly strictness: RequestStrictness
}

export function routeOf(fake: Fake, request: RecordedRequest): Route {
  const key = fake.dialect.credential(request.headers)
  const { token, attribution, path } = fake.stage.cases.attribute(fake.provider, request.target, key)
  const own = token === undefined ? undefined : fake.stage.caseStrictness.of(token)
  return {
    token,
    attribution,
    path,
    key,
    match: matchOf(fake, request.method, path),
    strictness: strictnessOfRequest(fake.strictness, own),
  }
}

/** HEAD is answered wherever GET is, as HTTP says. */
function matchOf(fake: Fake, method: string, path: string): OperationMatch {
  const match = fake.contract.match(method, path)
  return method === 'HEAD' && match.kind === 'unknown-method' ? fake.contract.match('GET', path) : match
}
