import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../../contract/fault.ts'
import { pathOf, pointerOf, valueAt } from '../../contract/pointer.ts'
import { nameHint } from '../../contract/suggest.ts'
import type { ProviderId } from '../../contract/surface.ts'
import { readYamlFile, type YamlFile, type YamlPath } from '../../contract/yaml-file.ts'
import type { GatewayConfig, GatewayUser, ModelConfig, TargetConfig } from './config.ts'
import {
  type ConfigFile,
  type ConfigFileModel,
  type ConfigFileTarget,
  type ConfigFileUser,
  configSchema,
} from './config-schema.ts'
import { parseDropPath } from './drop-path.ts'
import { whyNotForwarded } from './own-headers.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const isConfigFile = new Ajv2020({ strict: true, allErrors: true, verbose: true }).compile<ConfigFile>(configSchema)

/**
 * Reads the YAML config of the reference gateway. A value `env:NAME` of a key is looked up in `environment`.
 * @throws Fault | Faults E_FILE_UNREADABLE, E_YAML_SYNTAX, E_GATEWAY_CONFIG (each with its place), all at once
 */
export function readGatewayConfig(path: string, environment: Environment): GatewayConfig {
  const yaml = readYamlFile(path)
  const file: unknown = yaml.value
  if (!isConfigFile(file)) {
    throwFaults((isConfigFile.errors ?? []).map((error) => schemaFault(error, yaml)))
    throw new Fault('E_GATEWAY_CONFIG', 'the config does not fit its schema', { kind: 'harness' })
  }
  const reader = createReader(yaml, environment)
  const config: GatewayConfig = {
    listen: { host: file.listen?.host ?? '127.0.0.1', port: file.listen?.port ?? 4000 },
    masterKey: reader.secret(file.master_key, ['master_key']),
    users: (file.users ?? []).map((user, index) => userOf(user, ['users', index], reader)),
    models: file.models.map((model, index) => modelOf(model, ['models', index], reader)),
    onUnsupported: file.on_unsupported ?? 'refuse',
  }
  reader.unique(
    config.models.map(({ alias }) => alias),
    (index) => ['models', index, 'alias'],
    'alias',
  )
  reader.unique(
    [config.masterKey, ...config.users.map(({ key }) => key)],
    (index) => ['users', index - 1, 'key'],
    'key',
  )
  throwFaults(reader.faults)
  return config
}

interface Reader {
  readonly faults: Fault[]
  report(path: YamlPath, message: string, hint: string): void
  /** A literal, or what `env:NAME` stands for. */
  secret(value: string, path: YamlPath): string
  dropPath(value: string, path: YamlPath): string
  /** A name of a header, in lower case. */
  header(value: string, path: YamlPath): string
  /** Reports a setting that another provider than this one would not look at. */
  onlyOf(provider: ProviderId, name: keyof ConfigFileTarget, target: ConfigFileTarget, path: YamlPath): void
  unique(values: readonly string[], path: (index: number) => YamlPath, what: string): void
}

function createReader(yaml: YamlFile, environment: Environment): Reader {
  const faults: Fault[] = []
  const report = (path: YamlPath, message: string, hint: string): void => {
    faults.push(new Fault('E_GATEWAY_CONFIG', message, { place: yaml.place(path), hint }))
  }
  return {
    faults,
    report,
    secret: (value, path) => {
      if (!value.startsWith('env:')) return value
      const name = value.slice('env:'.length)
      const found = environment[name]
      if (!found) report(path, `environment variable ${name} is not set`, `Set ${name}, or write the key itself here.`)
      return found ?? ''
    },
    dropPath: (value, path) => {
      if (!parseDropPath(value)) {
        report(path, `'${value}' is no field`, 'Write a name (stop) or a path (tools[*].function.strict).')
      }
      return value
    },
    header: (value, path) => {
      const name = value.toLowerCase()
      const why = whyNotForwarded(name)
      if (why)
        report(path, `'${value}' ${why}`, 'Name headers of the client that the provider needs, such as x-trace-id.')
      return name
    },
    onlyOf: (provider, name, target, path) => {
      if (target[name] === undefined || target.provider === provider) return
      report([...path, name], `'${target.provider}' knows no ${name}`, `Leave it out, or set provider: ${provider}.`)
    },
    unique: (values, path, what) => {
      values.forEach((value, index) => {
        if (values.indexOf(value) === index || value === '') return
        report(path(index), `the ${what} is used twice`, `Give every entry its own ${what}.`)
      })
    },
  }
}

function userOf(user: ConfigFileUser, path: YamlPath, reader: Reader): GatewayUser {
  return {
    key: reader.secret(user.key, [...path, 'key']),
    userId: user.user_id,
    email: user.email,
    teamId: user.team_id,
    teamAlias: user.team_alias,
    orgId: user.org_id,
    keyAlias: user.key_alias,
    endUserId: user.end_user_id,
  }
}

function modelOf(model: ConfigFileModel, path: YamlPath, reader: Reader): ModelConfig {
  const { alias, drop = [], defaults = {}, forward_headers = [], retries = 0, fallbacks = [] } = model
  return {
    alias,
    ...targetOf(model, path, reader),
    drop: drop.map((field, index) => reader.dropPath(field, [...path, 'drop', index])),
    defaults,
    forwardHeaders: forward_headers.map((name, index) => reader.header(name, [...path, 'forward_headers', index])),
    retries,
    fallbacks: fallbacks.map((target, index) => targetOf(target, [...path, 'fallbacks', index], reader)),
  }
}

function targetOf(target: ConfigFileTarget, path: YamlPath, reader: Reader): TargetConfig {
  const { provider, surface, model, api_version, account_id } = target
  reader.onlyOf('azure-openai', 'api_version', target, path)
  reader.onlyOf('codex', 'account_id', target, path)
  if (provider === 'codex' && surface !== 'responses') {
    reader.report([...path, 'surface'], "'codex' serves responses alone", "Write 'surface: responses'.")
  }
  return {
    ...{ provider, surface, model },
    baseUrl: target.base_url.replace(/\/+$/, ''),
    apiKey: reader.secret(target.api_key, [...path, 'api_key']),
    ...(api_version !== undefined && { apiVersion: api_version }),
    ...(account_id !== undefined && { accountId: account_id }),
  }
}

function schemaFault(error: ErrorObject, yaml: YamlFile): Fault {
  const path = yamlPath(error.instancePath, yaml.value)
  const where = path.length === 0 ? 'the config' : `'${path.join('.')}'`
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params['additionalProperty'])
    const known = Object.keys(error.parentSchema?.['properties'] ?? {})
    return new Fault('E_GATEWAY_CONFIG', `unknown key '${key}' in ${where}`, {
      place: yaml.place([...path, key], { key: true }),
      hint: nameHint(key, known),
    })
  }
  if (error.keyword === 'required') {
    const key = String(error.params['missingProperty'])
    return new Fault('E_GATEWAY_CONFIG', `${where} lacks '${key}'`, { place: yaml.place(path), hint: `Add '${key}'.` })
  }
  const allowed = error.keyword === 'enum' ? `: ${[error.schema].flat().join(', ')}` : ''
  return new Fault('E_GATEWAY_CONFIG', `${where} ${error.message ?? 'is not valid'}${allowed}`, {
    place: yaml.place(path),
  })
}

/** List indexes as numbers, as the YAML document knows them. */
function yamlPath(pointer: string, document: unknown): (string | number)[] {
  const steps = pathOf(pointer)
  return steps.map((step, depth) => {
    const parent = valueAt(document, pointerOf(steps.slice(0, depth)))
    return Array.isArray(parent) ? Number(step) : step
  })
}
