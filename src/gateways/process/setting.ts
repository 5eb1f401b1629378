import type { UpstreamPlan } from '../adapter.ts'
import type { GatewayDefinition, ReadyDefinition } from './definition/definition.ts'
import { render, renderLines, type Scope } from './definition/render.ts'
import { runValues } from './definition/values.ts'
import type { Readiness } from './readiness.ts'

/** A definition and how it is to be used. */
export interface Setting {
  readonly definition: GatewayDefinition
  /** As messages call it. */
  readonly name: string
  /** As it was given. */
  readonly file: string
  /** The folder of its file. */
  readonly here: string
  /** Instead of the program that the file names. */
  readonly executable: string | undefined
  /** Where its recipe has been followed. */
  readonly installed: { readonly version: string; readonly folder: string } | undefined
  /** PATH of the operator. */
  readonly path: string | undefined
}

/** What can be said of programs, before anything runs. */
export function programValues({ here, installed }: Setting): ProgramValues {
  return { here, node: process.execPath, installed: installed?.folder }
}

type ProgramValues = Readonly<Record<'here' | 'node' | 'installed', string | undefined>>

/** What can be said wherever a gateway is called. */
export function requestValues(origin: string, plan: UpstreamPlan): Scope {
  return { port: Number(new URL(origin).port), origin, 'master-key': plan.masterKey }
}

/** What can be said where a gateway is configured. */
export function configurationValues(setting: Setting, origin: string, dir: string, plan: UpstreamPlan): Scope {
  const programs = programValues(setting)
  return runValues({ ...programs, dir, port: Number(new URL(origin).port), origin, 'master-key': plan.masterKey }, plan)
}

/** Path to text. */
export function filesOf({ files = {} }: GatewayDefinition, scope: Scope): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, { json, text }]) => [
      name,
      text === undefined ? `${JSON.stringify(render(json, scope), null, 2)}\n` : renderLines(text, scope),
    ]),
  )
}

export function readinessAt(origin: string, ready: ReadyDefinition): Readiness {
  return {
    url: `${origin}${ready.path}`,
    status: ready.status ?? 200,
    ...(ready.matches === undefined ? {} : { matches: new RegExp(ready.matches) }),
    withinMs: (ready['within-seconds'] ?? 30) * 1000,
  }
}
