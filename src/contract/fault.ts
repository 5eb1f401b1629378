/** A place in a file a person can open: `file:line:col`, 1-based. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly col: number
}

/**
 * Who has to act. `usage`: whoever called us (a file, a flag, an environment), exit code 2.
 * `harness`: we broke a promise of our own, exit code 3.
 */
export type FaultKind = 'usage' | 'harness'

export interface FaultDetails {
  readonly kind?: FaultKind
  readonly place?: Place | undefined
  /** The way out, as an imperative sentence. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/**
 * A mistake of an author, an operator or ourselves: never a statement about the gateway under test (that is a finding),
 * never what a fake says to its caller (that is a refusal). `code` is stable and begins with `E_`.
 */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly code: string
  readonly kind: FaultKind
  readonly place: Place | undefined
  readonly hint: string | undefined

  constructor(code: string, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.kind = details.kind ?? 'usage'
    this.place = details.place
    this.hint = details.hint
  }
}

/** Several faults found in one go, so that an author mends a file once. Never empty. */
export class Faults extends Error {
  override readonly name = 'Faults'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(faultLine).join('\n'))
    this.faults = faults
  }
}

/** Throws nothing for none, the fault itself for one, `Faults` for more. */
export function throwFaults(faults: readonly Fault[]): void {
  const [first] = faults
  if (first === undefined) return
  throw faults.length === 1 ? first : new Faults(faults)
}

export function placeText(place: Place): string {
  return `${place.file}:${place.line}:${place.col}`
}

/** One fault as a person reads it: place, what is wrong, code, way out. */
export function faultLine(fault: Fault): string {
  const where = fault.place ? `${placeText(fault.place)}: ` : ''
  const hint = fault.hint ? `\n  ${fault.hint}` : ''
  return `${where}${fault.message} [${fault.code}]${hint}`
}
