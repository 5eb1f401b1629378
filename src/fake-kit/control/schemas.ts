import { exchangeSchema } from '../../capture/journal/exchange-json.ts'
import { closed, list, type Schema } from './closed.ts'
import { turnSchema } from './turn-schema.ts'

const text = { type: 'string' } as const
const count = { type: 'integer', minimum: 0 } as const

function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

const reason = { type: 'string', minLength: 1 } as const
const relaxations = list(closed({ rule: text, reason: text }))
const level = { enum: ['real', 'schema', 'observe'] } as const
const baseUrls = { type: 'object', additionalProperties: text, description: 'By provider.' } as const
const positive = { type: 'integer', minimum: 1 } as const
const limit = {
  of: { enum: ['requests', 'tokens'] },
  limit: positive,
  windowMs: { ...positive, description: 'At most so many within any stretch of time of this length.' },
} as const
const token = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{1,64}$',
  description: 'Names a case. Its requests have /~TOKEN in front of their path, or carry its key.',
} as const

export type SchemaName =
  | 'Exchange'
  | 'Turn'
  | 'Health'
  | 'Provider'
  | 'Providers'
  | 'Level'
  | 'Limits'
  | 'LimitsStatus'
  | 'Rule'
  | 'Rules'
  | 'Relaxation'
  | 'CaseRelaxation'
  | 'CaseStrictness'
  | 'Script'
  | 'ScriptedCase'
  | 'Case'
  | 'JournalPage'
  | 'Cleared'
  | 'Refused'
  | 'Problem'
  | 'Metrics'
  | 'Document'

/** Everything that goes over the control port, by name. */
export const schemas: Readonly<Record<SchemaName, Schema>> = {
  Exchange: exchangeSchema,
  Turn: turnSchema,
  Health: closed({
    status: { enum: ['ok', 'faulty'], description: 'faulty: a fake itself did something wrong.' },
    version: text,
    faults: list(closed({ code: text, message: text })),
  }),
  Provider: closed({
    id: text,
    baseUrl: text,
    level,
    operations: list(closed({ id: text, method: text, path: text, 'surface?': text })),
    relaxed: relaxations,
  }),
  Providers: closed({ providers: list(ref('Provider')) }),
  Level: closed({ level }),
  Limits: closed({ limits: { ...list(closed(limit)), description: 'These and no others. Empty: none.' } }),
  LimitsStatus: closed({
    limits: list(closed(limit)),
    standings: list(
      closed({
        'case?': token,
        'model?': { ...text, description: 'Absent where all models share the limits.' },
        ...limit,
        used: count,
        resetMs: { type: 'number', minimum: 0, description: 'Until nothing counts any more.' },
      }),
    ),
  }),
  Rule: closed({
    id: text,
    provider: text,
    title: text,
    evidence: list(
      closed({
        kind: { enum: ['recorded', 'documented', 'reported', 'inferred'] },
        source: text,
        'date?': text,
        'note?': text,
      }),
    ),
    'relaxed?': { ...text, description: 'The reason why it does not refuse; absent while it is in force.' },
  }),
  Rules: closed({ rules: list(ref('Rule')) }),
  Relaxation: closed({ reason }),
  CaseRelaxation: closed({ rule: text, reason }),
  CaseStrictness: closed({
    token,
    'level?': { ...level, description: 'That of each provider when absent.' },
    relaxed: { ...relaxations, description: 'Beside what is relaxed for all.' },
    baseUrls,
  }),
  Script: closed({
    'step?': { ...count, description: '0 when absent.' },
    turns: { ...list(ref('Turn')), description: 'In order; then the last again. Empty: no script.' },
  }),
  ScriptedCase: closed({ token, step: count, turns: count, baseUrls }),
  Case: closed({ token, key: { ...text, description: 'Accepted by every provider, for this case alone.' }, baseUrls }),
  JournalPage: closed({
    exchanges: list(ref('Exchange')),
    next: { type: ['string', 'null'], description: 'What after has to be for the next page; null on the last.' },
    dropped: closed({ exchanges: count, bytes: count }, 'What the journal has lost to stay within its byte budget.'),
  }),
  Cleared: closed({ cleared: count }),
  Refused: closed({
    refused: list(
      closed({
        exchange: text,
        'case?': text,
        'provider?': text,
        'operation?': text,
        request: text,
        rule: text,
        status: { type: 'integer' },
        message: text,
        'pointer?': text,
        'hint?': text,
        answered: { type: 'boolean', description: 'Whether the refusal was the answer.' },
      }),
    ),
  }),
  Problem: closed({
    title: text,
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^E_' },
    'hint?': text,
    'errors?': list(closed({ at: text, message: text })),
    'allowed?': list(text),
  }),
  Metrics: text,
  Document: { type: 'object' },
}

const journalFilter: Readonly<Record<string, Schema>> = {
  'case?': { ...token, description: 'The token of a case.' },
  'provider?': text,
  'hop?': { enum: ['client', 'upstream'] },
  'verdict?': { enum: ['accepted', 'refused'] },
  'after?': { type: 'string', pattern: '^[cu][0-9]+$', description: 'Only what came after the exchange with this id.' },
  'limit?': { type: 'integer', minimum: 1, maximum: 1000, description: '100 when absent.' },
}

export type ParameterSet =
  | 'none'
  | 'token'
  | 'provider'
  | 'rule'
  | 'ofProvider'
  | 'ofCase'
  | 'violations'
  | 'journal'
  | 'wait'

/** Parameters in paths and queries. */
export const parameters: Readonly<Record<ParameterSet, Schema>> = {
  none: closed({}),
  token: closed({ token }),
  provider: closed({ id: text }),
  rule: closed({ id: text }),
  ofProvider: closed({ 'provider?': text }),
  ofCase: closed({ 'case?': token }),
  violations: closed({
    'case?': token,
    'limit?': { type: 'integer', minimum: 1, maximum: 1000, description: '20 when absent.' },
  }),
  journal: closed(journalFilter),
  wait: closed({
    ...journalFilter,
    'count?': { type: 'integer', minimum: 1, description: 'How many finished exchanges; 1 when absent.' },
    'timeout?': { type: 'integer', minimum: 0, maximum: 600_000, description: 'Milliseconds; 5000 when absent.' },
  }),
}
