import { Fault } from '../../contract/fault.ts'
import type { ProviderId } from '../../contract/surface.ts'
import type { YamlFile, YamlPath } from '../../contract/yaml-file.ts'
import type { ConfigFileTarget } from './config-schema.ts'
import { parseDropPath } from './drop-path.ts'
import { forwardHint, whyNotForwarded } from './own-headers.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What reading a config needs beside the value at hand: mistakes are collected, so that all are told at once. */
export interface Reader {
  readonly environment: Environment
  readonly faults: readonly Fault[]
  report(path: YamlPath, message: string, hint: string): void
}

export function createReader(yaml: YamlFile, environment: Environment): Reader {
  const faults: Fault[] = []
  return {
    environment,
    faults,
    report: (path, message, hint) => {
      faults.push(new Fault('E_GATEWAY_CONFIG', message, { place: yaml.place(path), hint }))
    },
  }
}

/** A literal, or what `env:NAME` stands for. */
export function secretOf({ environment, report }: Reader, value: string, path: YamlPath): string {
  if (!value.startsWith('env:')) return value
  const name = value.slice('env:'.length)
  const found = environment[name]
  if (!found) report(path, `environment variable ${name} is not set`, `Set ${name}, or write the key itself here.`)
  return found ?? ''
}

export function dropFieldOf({ report }: Reader, value: string, path: YamlPath): string {
  if (!parseDropPath(value)) {
    report(path, `'${value}' is no field`, 'Write a name (stop) or a path (tools[*].function.strict).')
  }
  return value
}

/** The name of a header that can be forwarded, in lower case. */
export function forwardedOf({ report }: Reader, value: string, path: YamlPath): string {
  const name = value.toLowerCase()
  const why = whyNotForwarded(name)
  if (why) report(path, `'${value}' ${why}`, forwardHint)
  return name
}

/** Reports a setting that only `provider` looks at, where another one stands. */
export function checkOnlyOf(
  { report }: Reader,
  provider: ProviderId,
  name: 'api_version' | 'account_id',
  target: ConfigFileTarget,
  path: YamlPath,
): void {
  if (target[name] === undefined || target.provider === provider) return
  report([...path, name], `'${target.provider}' knows no ${name}`, `Leave it out, or set provider: ${provider}.`)
}

/** @param what the values are, as an operator calls them */
export function checkUnique(
  { report }: Reader,
  values: readonly string[],
  path: (index: number) => YamlPath,
  what: string,
): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index || value === '') return
    report(path(index), `the ${what} is used twice`, `Give every entry its own ${what}.`)
  })
}
