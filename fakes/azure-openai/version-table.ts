import type { Evidence } from '../../src/contract/contract.ts'
import { packageContractFiles } from '../../src/contract/contract-files.ts'
import { throwFaults } from '../../src/contract/fault.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { isRecord } from '../../src/contract/pointer.ts'
import { evidenceShape } from '../../src/contract/refusal/rule-shape.ts'
import { newAjv } from '../../src/contract/schema/load-ajv.ts'
import { readYamlFile, type YamlFile } from '../../src/contract/yaml-file.ts'
import { shapeFaults } from '../../src/contract/yaml-shape.ts'

export interface ApiVersion {
  readonly id: string
  /** `v1`: of the surface without dates. */
  readonly kind: 'stable' | 'preview' | 'v1'
  readonly retired?: true
  readonly evidence: readonly Evidence[]
}

/** What versions before this one do not have: a whole operation, for all models or some, or a field of its body. */
export interface SinceRow {
  readonly operations: readonly string[]
  /** Names; a `*` at the end stands for any characters. */
  readonly models?: readonly string[]
  /** A pointer into the body. */
  readonly at?: string
  /** Only with this value. */
  readonly value?: string
  readonly version: string
  /** Absent: a field is refused as one that nobody knows. */
  readonly message?: string
  readonly evidence: readonly Evidence[]
}

/** What the gateway in front of the models says. */
export interface GatewayRow {
  readonly id: string
  readonly title: string
  readonly status: number
  /** Absent: the status stands in its place. */
  readonly code?: string
  readonly message: string
  readonly evidence: readonly Evidence[]
}

export interface VersionTable {
  readonly versions: readonly ApiVersion[]
  readonly since: readonly SinceRow[]
  readonly gateway: readonly GatewayRow[]
}

const text = { type: 'string', minLength: 1 }
const texts = { type: 'array', minItems: 1, items: text }

function rows(required: readonly string[], properties: object): object {
  const row = { ...properties, evidence: evidenceShape }
  const items = { type: 'object', required: [...required, 'evidence'], properties: row, additionalProperties: false }
  return { type: 'array', minItems: 1, items }
}

const shape = {
  type: 'object',
  required: ['versions', 'since', 'gateway'],
  properties: {
    versions: rows(['id', 'kind'], {
      id: { type: 'string', pattern: '^(20\\d\\d-\\d\\d-\\d\\d(-preview)?|v1|preview)$' },
      kind: { enum: ['stable', 'preview', 'v1'] },
      retired: { const: true },
    }),
    since: rows(['operations', 'version'], {
      operations: texts,
      models: texts,
      at: { type: 'string', pattern: '^/' },
      value: text,
      version: text,
      message: text,
    }),
    gateway: rows(['id', 'title', 'status', 'message'], {
      id: text,
      title: text,
      status: { type: 'integer', minimum: 400 },
      code: text,
      message: text,
    }),
  },
  additionalProperties: false,
}

/** @throws Fault | Faults E_VERSION_TABLE, E_FILE_UNREADABLE, E_YAML_SYNTAX */
export function readVersionTable(path: string): VersionTable {
  return checkedTable(readYamlFile(path))
}

function checkedTable(yaml: YamlFile): VersionTable {
  const validate = newAjv({ allErrors: true, verbose: true, strict: false }).compile<VersionTable>(shape)
  const { value } = yaml
  if (validate(value)) return value
  throwFaults(shapeFaults(yaml, validate, 'E_VERSION_TABLE'))
  throw new Error(`${yaml.file} is no table of versions`)
}

/** Of a file that is byte for byte as it was when its package was built and tested. */
function isProvenTable(value: unknown): value is VersionTable {
  return isRecord(value)
}

let table: VersionTable | undefined

/** The table of this package, read when it is first asked for. @throws as `readVersionTable` */
export function versionTable(): VersionTable {
  table ??= tableOfPackage()
  return table
}

function tableOfPackage(): VersionTable {
  const files = packageContractFiles()
  const yaml = files.read(packagePath('contracts', 'azure-openai', 'api-versions.yaml'))
  return files.proven && isProvenTable(yaml.value) ? yaml.value : checkedTable(yaml)
}
