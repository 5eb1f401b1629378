import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { Fault, throwFaults } from '../../contract/fault.ts'
import { pathOf, pointerOf, valueAt } from '../../contract/pointer.ts'
import { nameHint } from '../../contract/suggest.ts'
import { readYamlFile, type YamlFile, type YamlPath } from '../../contract/yaml-file.ts'
import type { GatewayConfig, GatewayUser, ModelConfig, TargetConfig } from './config.ts'
import {
  checkOnlyOf,
  checkUnique,
  createReader,
  dropFieldOf,
  type Environment,
  forwardedOf,
  type Reader,
  secretOf,
} from './config-reader.ts'
import {
  type ConfigFile,
  type ConfigFileModel,
  type ConfigFileTarget,
  type ConfigFileUser,
  configSchema,
} from './config-schema.ts'
import { canServe } from './stages/surfaces.ts'

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
    masterKey: secretOf(reader, file.master_key, ['master_key']),
    users: (file.users ?? []).map((user, index) => userOf(user, ['users', index], reader)),
    models: file.models.map((model, index) => modelOf(model, ['models', index], reader)),
    onUnsupported: file.on_unsupported ?? 'refuse',
  }
  checkUnique(
    reader,
    config.models.map(({ alias }) => alias),
    (index) => ['models', index, 'alias'],
    'alias',
  )
  checkUnique(
    reader,
    [config.masterKey, ...config.users.map(({ key }) => key)],
    (index) => ['users', index - 1, 'key'],
    'key',
  )
  throwFaults(reader.faults)
  return config
}

function userOf(user: ConfigFileUser, path: YamlPath, reader: Reader): GatewayUser {
  return {
    key: secretOf(reader, user.key, [...path, 'key']),
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
    drop: drop.map((field, index) => dropFieldOf(reader, field, [...path, 'drop', index])),
    defaults,
    forwardHeaders: forward_headers.map((name, index) =>
      forwardedOf(reader, name, [...path, 'forward_headers', index]),
    ),
    retries,
    fallbacks: fallbacks.map((target, index) => fallbackOf(target, model, [...path, 'fallbacks', index], reader)),
  }
}

function fallbackOf(target: ConfigFileTarget, model: ConfigFileModel, path: YamlPath, reader: Reader): TargetConfig {
  if (!canServe(model.surface, target.surface)) {
    reader.report(
      [...path, 'surface'],
      `'${target.surface}' cannot stand in for '${model.surface}'`,
      'Embeddings fall back on embeddings alone.',
    )
  }
  return targetOf(target, path, reader)
}

function targetOf(target: ConfigFileTarget, path: YamlPath, reader: Reader): TargetConfig {
  const { provider, surface, model, api_version, account_id } = target
  checkOnlyOf(reader, 'azure-openai', 'api_version', target, path)
  checkOnlyOf(reader, 'codex', 'account_id', target, path)
  if (provider === 'codex' && surface !== 'responses') {
    reader.report([...path, 'surface'], "'codex' serves responses alone", "Write 'surface: responses'.")
  }
  return {
    ...{ provider, surface, model },
    baseUrl: target.base_url.replace(/\/+$/, ''),
    apiKey: secretOf(reader, target.api_key, [...path, 'api_key']),
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
