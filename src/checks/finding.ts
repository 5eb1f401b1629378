/** The gravest first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const

export type Severity = (typeof severities)[number]

/** Whose fault a finding is. */
export type Blame = 'gateway' | 'fake' | 'harness' | 'scenario'

/** Where a person has to look to see it. */
export interface Evidence {
  /** Exchange id in the journal. */
  readonly exchange: string
  readonly hop: 'client' | 'upstream'
  /** Whose bytes: of the request, or of the reply. */
  readonly part: 'request' | 'reply'
  /** A JSON pointer into the body, a header name, or the request target. */
  readonly at:
    | { readonly body: string }
    | { readonly header: string }
    | { readonly target: true }
    | { readonly status: true }
  /** As it may be shown: canaries are named by role, long values are cut. */
  readonly shown?: string
  /** Of a leak: the role of the canary that was found. */
  readonly role?: string
  /** Of a leak: how it was disguised, outermost first: `['json-escaped', 'sha256-hex']`. Empty for the plain value. */
  readonly forms?: readonly string[]
}

/** What one provider says to the upstream body as it was sent. */
export interface ProviderAnswer {
  readonly provider: string
  readonly accepts: boolean
  /** `400 {"error":{…}}`; absent when it accepts. */
  readonly answer?: string
}

/** `fail`: the check found something. `untestable`: the check could not be made; it counts as a failure. */
export type FindingOutcome = 'fail' | 'untestable'

/** A rule with a stable id, and its result for one case. A check that passed is listed by id alone. */
export interface Finding {
  readonly check: string
  readonly outcome: FindingOutcome
  readonly severity: Severity
  readonly blame: Blame
  /** One sentence: what is wrong, in the words of somebody who has to mend it. */
  readonly message: string
  readonly evidence: readonly Evidence[]
  /** What strict providers would have answered to this request. */
  readonly answers?: readonly ProviderAnswer[]
  /** Of `untestable`: the check whose finding is the reason, when there is one. */
  readonly because?: string
}
