import type { Surface } from '../../../contract/surface.ts'
import type { Addressing, DocumentedExposure, DocumentedFate, DocumentedForward, Feature } from '../../adapter.ts'
import type { InstallRecipe } from './recipe.ts'

/** What `scenarios/gateways/gateway.schema.json` describes, as it stands in the file. */
export interface GatewayDefinition {
  readonly id: string
  readonly name?: string
  /** For lists of gateways. */
  readonly title?: string
  readonly addressing?: Addressing
  /** One of `command`, `image` and `url`; with an image its arguments. */
  readonly command?: readonly [string, ...string[]]
  /** Of a container engine of this machine. */
  readonly image?: string
  /** Its origin, where it runs already. */
  readonly url?: string
  /** A sentence, or what makes the folder `${installed}`. */
  readonly install?: string | InstallRecipe
  readonly port?: number
  readonly environment?: Texts
  readonly files?: Readonly<Record<string, FileTemplate>>
  readonly ready: ReadyDefinition
  readonly version?: VersionDefinition
  readonly endpoints: Readonly<Partial<Record<Surface, string>>>
  /** What a client sends as the model; default: the alias of the route. */
  readonly model?: string
  readonly headers?: Readonly<Record<string, string | { readonly json: unknown }>>
  readonly features: readonly Feature[]
  readonly documented?: readonly DocumentedDefinition[]
  readonly exposes?: readonly DocumentedExposure[]
  readonly forwards?: readonly DocumentedForward[]
  readonly 'drop-signal-header'?: string
}

/** Templates of texts. */
export type Texts = Readonly<Record<string, string>>

/** One of both. */
export interface FileTemplate {
  readonly json?: unknown
  readonly text?: unknown
}

export interface ReadyDefinition {
  readonly path: string
  readonly status?: number
  /** Source of a regular expression. */
  readonly matches?: string
  readonly 'within-seconds'?: number
}

/** One of `command` and `path`. */
export interface VersionDefinition {
  readonly command?: readonly [string, ...string[]]
  readonly path?: string
  readonly headers?: Texts
  /** Source of a regular expression. */
  readonly matches: string
  /** Source of a regular expression. */
  readonly accepts?: string
}

export interface DocumentedDefinition extends Omit<DocumentedFate, 'surfaces'> {
  /** `chat-completions--responses` */
  readonly way?: string
}
