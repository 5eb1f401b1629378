import { Ajv2020 } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../contract/fault.ts'
import { pathOf } from '../contract/pointer.ts'
import { type ProviderId, providerIds, type Surface, surfaces } from '../contract/surface.ts'
import { readYamlFile } from '../contract/yaml-file.ts'
import { type TransformName, transformNames } from './transforms/index.ts'

/** One client field and what it becomes. */
export interface FieldRow {
  readonly from: string
  readonly to: string
  /** Absent: the value arrives unchanged. */
  readonly as?: TransformName
  /** Absent: whatever provider the request goes to. A row for one provider stands in place of that for all. */
  readonly provider?: ProviderId
}

/** A field with, where it matters, the only value the row speaks of. */
export interface ValueRow {
  /** A JSON pointer; `*` stands for one step. */
  readonly field: string
  readonly value?: unknown
  /** Another field of the same body, without which the row says nothing. */
  readonly beside?: string
  /** Absent: whatever provider the request goes to. */
  readonly provider?: ProviderId
  readonly reason: string
}

/** A client field that a surface, or one provider on it, does not take. */
export interface LoneRow {
  readonly field: string
  /** Absent: whatever provider the request goes to. */
  readonly provider?: ProviderId
  readonly source: string
}

/** How one surface is translated into another: `contracts/bridges/<from>--<to>.yaml`. */
export interface BridgeTable {
  readonly from: Surface
  readonly to: Surface
  readonly sources: readonly string[]
  /** `same`: a field that no row names keeps its place and its value. Absent: it has no counterpart. */
  readonly rest?: 'same'
  readonly fields: readonly FieldRow[]
  readonly served: readonly ValueRow[]
  readonly without_counterpart: readonly LoneRow[]
  readonly additions: readonly ValueRow[]
}

const pointer = { type: 'string', pattern: '^/.' }
const valueRows = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      field: pointer,
      value: {},
      beside: pointer,
      provider: { enum: providerIds },
      reason: { type: 'string', minLength: 1 },
    },
    required: ['field', 'reason'],
    additionalProperties: false,
  },
}
const schema = {
  type: 'object',
  properties: {
    from: { enum: surfaces },
    to: { enum: surfaces },
    sources: { type: 'array', items: { type: 'string' }, minItems: 1 },
    rest: { const: 'same' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { from: pointer, to: pointer, as: { enum: transformNames }, provider: { enum: providerIds } },
        required: ['from', 'to'],
        additionalProperties: false,
      },
    },
    served: valueRows,
    without_counterpart: {
      type: 'array',
      items: {
        type: 'object',
        properties: { field: pointer, provider: { enum: providerIds }, source: { type: 'string', minLength: 1 } },
        required: ['field', 'source'],
        additionalProperties: false,
      },
    },
    additions: valueRows,
  },
  required: ['from', 'to', 'sources', 'fields', 'served', 'without_counterpart', 'additions'],
  additionalProperties: false,
}

const validate = new Ajv2020({ strict: true, allErrors: true }).compile<BridgeTable>(schema)

/** @throws Fault | Faults E_BRIDGE_TABLE with the place of every mistake */
export function readBridgeTable(path: string): BridgeTable {
  const yaml = readYamlFile(path)
  const { value } = yaml
  if (validate(value)) return value
  throwFaults(
    (validate.errors ?? []).map((error) => {
      const extra: unknown = error.params['additionalProperty']
      const steps = pathOf(error.instancePath)
      const at = typeof extra === 'string' ? [...steps, extra] : steps
      return new Fault('E_BRIDGE_TABLE', `${error.instancePath || 'the file'} ${error.message}`, {
        place: yaml.place(
          at.map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
          { key: typeof extra === 'string' },
        ),
        hint: 'contracts/README.md describes the table.',
      })
    }),
  )
  throw new Fault('E_BRIDGE_TABLE', `${yaml.file} is not a bridge table`)
}

/** The table without the rows that are about other providers. */
export function tableTowards(provider: ProviderId, table: BridgeTable): BridgeTable {
  const concerns = (row: FieldRow | ValueRow | LoneRow) => row.provider === undefined || row.provider === provider
  const fields = table.fields.filter(concerns)
  const special = new Set(fields.filter((row) => row.provider !== undefined).map(({ from, to }) => `${from} ${to}`))
  return {
    ...table,
    fields: fields.filter((row) => row.provider !== undefined || !special.has(`${row.from} ${row.to}`)),
    served: table.served.filter(concerns),
    without_counterpart: table.without_counterpart.filter(concerns),
    additions: table.additions.filter(concerns),
  }
}

/** Whether `pointer` is the field a row speaks of, or lies below it. `*` stands for one step. */
export function fieldCovers(field: string, pointer: string): boolean {
  const wanted = pathOf(field)
  const steps = pathOf(pointer)
  return wanted.length <= steps.length && wanted.every((step, index) => step === '*' || step === steps[index])
}
