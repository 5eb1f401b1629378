import type { FormField } from './form-field.ts'
import type { ProviderId, Surface } from './surface.ts'

/** What a provider accepts, and how it says no: compiled, ready to judge. */
export interface ProviderContract {
  readonly id: ProviderId
  readonly operations: readonly Operation[]
  /** Every refusal rule of this provider, in the order in which it applies them. */
  readonly rules: readonly RefusalRule[]
  /** `path` is the request path without query and without the case's token segment: `/v1/chat/completions`. */
  match(method: string, path: string): OperationMatch
}

export type OperationMatch =
  | { readonly kind: 'operation'; readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'unknown-path' }
  | { readonly kind: 'unknown-method'; readonly allowed: readonly string[] }

export interface Operation {
  /** The OpenAPI operationId, for example `createChatCompletion`. */
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** The OpenAPI path template, for example `/v1/responses/{response_id}`. */
  readonly path: string
  readonly surface: Surface | undefined
  /** Absent: nobody looks at its query. */
  readonly query?: QueryContract
  /** How the fields of a form become the body that is judged. Absent: its body is JSON, if it has one. */
  readonly form?: FormReader | undefined
  /** The `data:` that ends the 200 stream: `[DONE]`. Absent: the stream ends by itself. */
  readonly terminator?: string | undefined
  /** What the provider would say to this parsed body: `null` when it accepts it. One fault, the provider's first. */
  judge(body: unknown, options?: JudgeOptions): Refusal | null
  /** Every contract violation of the request body, in the provider's order; empty when it is valid. */
  violations(body: unknown): readonly Violation[]
  /** Violations of a JSON reply with this status. An undescribed status is a violation. */
  replyViolations(status: number, body: unknown): readonly Violation[]
  /** The media type of a reply with this status that is bytes; `undefined` when none is described. */
  bytesType?(status: number): string | undefined
  /** Violations of the parsed `data:` of one server-sent event of the 200 stream. */
  eventViolations(event: unknown): readonly Violation[]
}

/** What an operation takes behind the question mark. */
export interface QueryContract {
  /** Typed as the parameters are described: `limit=2` is the number 2; what is no number stays a text. */
  read(query: URLSearchParams): Readonly<Record<string, unknown>>
  /** What the provider would say to a query that was read: `null` when it accepts it. */
  judge(query: Readonly<Record<string, unknown>>, options?: JudgeOptions): Refusal | null
}

/** Fields typed as the schema of the body describes them; a file is its name, its content type and its length. */
export type FormReader = (fields: readonly FormField[]) => Readonly<Record<string, unknown>>

/** `real`: contract, refusal and model rules. `schema`: contract only. */
export type JudgeLevel = 'real' | 'schema'

export interface JudgeOptions {
  readonly level?: JudgeLevel
  /** Ids of rules that must not refuse, each relaxed for a reason that the caller reports. */
  readonly relaxed?: ReadonlySet<string>
}

/** One departure from a contract. */
export interface Violation {
  /** The JSON Schema keyword that failed, for example `additionalProperties`, `required`, `type`, `enum`. */
  readonly keyword: string
  /** The value at fault; for an unknown or missing member, the member itself. */
  readonly pointer: string
  /** In our words, for a report. */
  readonly message: string
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * What a provider puts a refusal into, where it has two ways: `flat` is the short one of its own gate, `rich` that of what
 * stands behind it.
 */
export type Envelope = 'flat' | 'rich'

/** How a provider says no to one request, before its dialect puts it into an envelope. */
export interface Refusal {
  /** Rule id, for example `openai/unknown-parameter`. */
  readonly rule: string
  readonly status: number
  readonly message: string
  readonly type: string | null
  readonly param: string | null
  readonly code: string | null
  /** Absent: the provider's usual one. */
  readonly envelope?: Envelope
  /** The value at fault in the request body; absent when the fault is not in the body. */
  readonly pointer?: string
  /** How to relax the rule; goes into the journal, never on the wire. */
  readonly hint: string
}

/** How somebody came to know a rule. */
export const evidenceKinds = ['recorded', 'documented', 'reported', 'inferred'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

export interface Evidence {
  readonly kind: EvidenceKind
  /** `owner/repo#n`, a document's address, or a file of the vendor. */
  readonly source: string
  /** `2026-08` or `2026-08-30`, when known. */
  readonly date?: string
  readonly note?: string
}

export interface RefusalRule {
  readonly id: string
  readonly title: string
  readonly evidence: readonly Evidence[]
  /** The stage of the provider's checking, `body` to `content`; see `refusal/phase.ts`. */
  readonly phase: string
  /** Empty: every operation. */
  readonly surfaces: readonly Surface[]
  /** When it refuses. */
  readonly condition: string
  /** The model families that it is for, where it is not for all of them. */
  readonly families: readonly ConcernedFamily[]
  /** What it says; `{path}` and the like stand for what is found. */
  readonly words: RefusalWords
  /** How to relax it. */
  readonly relax: string
  /** Requests and the exact answer to each. Never empty. */
  readonly examples: readonly RefusalExample[]
}

export interface ConcernedFamily {
  readonly id: string
  /** Model names; `*` stands for any characters. */
  readonly names: readonly string[]
  /** What the family limits by this rule: `/temperature, except 1`. Empty: it is the words that differ. */
  readonly limits: readonly string[]
}

export interface RefusalWords {
  readonly status: number
  readonly message: string
  readonly type: string | null
  readonly param: string | null
  readonly code: string | null
  /** Absent: the provider's usual one. */
  readonly envelope?: Envelope
}

export interface RefusalExample {
  /** OperationId. */
  readonly operation: string
  /** The body, or else there is a `query`. */
  readonly request?: unknown
  /** What stands behind the question mark. */
  readonly query?: string
  readonly refusal: RefusalWords
}
