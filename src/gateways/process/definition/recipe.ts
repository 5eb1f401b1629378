/** How a gateway is installed from a package registry, as it stands in its file. Registries are the operator's own. */
export type InstallRecipe = NpmRecipe | PipRecipe

interface AnyRecipe {
  /** Of the package; the one that is taken when none is asked for. */
  readonly version: string
  /** Written into the folder before anything is installed, by path; no placeholders. */
  readonly files?: Readonly<Record<string, PlainFile>>
  /** Versions that must not be installed, each with the reason. */
  readonly refused?: Readonly<Record<string, string>>
}

export interface NpmRecipe extends AnyRecipe {
  readonly kind: 'npm'
  /** `@scope/name` */
  readonly package: string
  /** Further packages and their versions. */
  readonly with?: Readonly<Record<string, string>>
  /** Versions that dependencies get, whatever their dependents ask for. */
  readonly overrides?: Readonly<Record<string, string>>
  /** Whether packages may run their install scripts. Default: false. */
  readonly scripts?: boolean
}

export interface PipRecipe extends AnyRecipe {
  readonly kind: 'pip'
  /** May name extras: `litellm[proxy]`. */
  readonly package: string
  /** Further packages and their versions. */
  readonly with?: Readonly<Record<string, string>>
}

/** One of both. */
export interface PlainFile {
  readonly json?: unknown
  readonly text?: string
}
