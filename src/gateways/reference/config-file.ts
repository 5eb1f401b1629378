import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../../contract/fault.ts'
import { pathOf, pointerOf, valueAt } from '../../contract/pointer.ts'
import { nameHint } from '../../contract/suggest.ts'
import { readYamlFile, type YamlFile, type YamlPath } from '../../contract/yaml-file.ts'
import type { GatewayConfig, GatewayUser, ModelConfig } from './config.ts'
import { type ConfigFile, type ConfigFileModel, type ConfigFileUser, configSchema } from './config-schema.ts'
import { parseDropPath } from './drop-path.ts'

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
  /** A literal, or what `env:NAME` stands for. */
  secret(value: string, path: YamlPath): string
  dropPath(value: string, path: YamlPath): string
  unique(values: readonly string[], path: (index: number) => YamlPath, what: string): void
}

function createReader(yaml: YamlFile, environment: Environment): Reader {
  const faults: Fault[] = []
  const report = (path: YamlPath, message: string, hint: string): void => {
    faults.push(new Fault('E_GATEWAY_CONFIG', message, { place: yaml.place(path), hint }))
  }
  return {
    faults,
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
  return {
    alias: model.alias,
    provider: model.provider,
    surface: model.surface,
    baseUrl: model.base_url.replace(/\/+$/, ''),
    apiKey: reader.secret(model.api_key, [...path, 'api_key']),
    model: model.model,
    drop: (model.drop ?? []).map((field, index) => reader.dropPath(field, [...path, 'drop', index])),
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
