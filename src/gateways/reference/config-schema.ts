import { providerIds, surfaces } from '../../contract/surface.ts'

/** The config file as it stands on disk, `configSchema` being satisfied. */
export interface ConfigFile {
  readonly listen?: { readonly host?: string; readonly port?: number }
  readonly master_key: string
  readonly users?: readonly ConfigFileUser[]
  readonly models: readonly ConfigFileModel[]
  readonly on_unsupported?: 'refuse' | 'drop'
}

export interface ConfigFileUser {
  readonly key: string
  readonly user_id?: string
  readonly email?: string
  readonly team_id?: string
  readonly team_alias?: string
  readonly org_id?: string
  readonly key_alias?: string
  readonly end_user_id?: string
}

export interface ConfigFileTarget {
  readonly provider: (typeof providerIds)[number]
  readonly surface: (typeof surfaces)[number]
  readonly base_url: string
  readonly api_key: string
  readonly model: string
  readonly api_version?: string
  readonly account_id?: string
}

export interface ConfigFileModel extends ConfigFileTarget {
  readonly alias: string
  readonly drop?: readonly string[]
  readonly defaults?: Readonly<Record<string, unknown>>
  readonly forward_headers?: readonly string[]
  readonly retries?: number
  readonly fallbacks?: readonly ConfigFileTarget[]
}

const text = { type: 'string', minLength: 1 } as const

const target = {
  provider: { enum: providerIds },
  surface: { enum: surfaces },
  base_url: { type: 'string', pattern: '^https?://[^/]' },
  api_key: text,
  model: text,
  api_version: text,
  account_id: text,
} as const

const ofTarget = ['provider', 'surface', 'base_url', 'api_key', 'model'] as const

/** JSON Schema of the config file. Every object is closed: a key nobody reads is a mistake somebody made. */
export const configSchema: object = {
  type: 'object',
  additionalProperties: false,
  required: ['master_key', 'models'],
  properties: {
    listen: {
      type: 'object',
      additionalProperties: false,
      properties: { host: text, port: { type: 'integer', minimum: 0, maximum: 65535 } },
    },
    master_key: text,
    users: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['key'],
        properties: {
          key: text,
          user_id: text,
          email: text,
          team_id: text,
          team_alias: text,
          org_id: text,
          key_alias: text,
          end_user_id: text,
        },
      },
    },
    models: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['alias', ...ofTarget],
        properties: {
          alias: text,
          ...target,
          drop: { type: 'array', items: text },
          defaults: { type: 'object' },
          forward_headers: { type: 'array', items: text },
          retries: { type: 'integer', minimum: 0, maximum: 10 },
          fallbacks: {
            type: 'array',
            items: { type: 'object', additionalProperties: false, required: ofTarget, properties: target },
          },
        },
      },
    },
    on_unsupported: { enum: ['refuse', 'drop'] },
  },
}
