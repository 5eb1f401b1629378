import type { StreamEvent } from '../../capture/reply-view/decoded.ts'

/** One breach of the rules of a surface's stream. */
export interface GrammarFault {
  /** The rule, the same for the same mistake anywhere. */
  readonly rule: string
  /** One sentence without a full stop. */
  readonly message: string
  /** What of the stream shows it. */
  readonly shown?: string
}

export interface StreamAsked {
  /** The client asked for the usage. */
  readonly usage: boolean
}

/** Reads the events of a whole stream that ended well; tells every rule that is broken, once. */
export type StreamGrammar = (events: readonly StreamEvent[], asked: StreamAsked) => readonly GrammarFault[]

/** The fault, when it is one. */
export function faultIf(isBroken: boolean, rule: string, message: string, shown?: string): readonly GrammarFault[] {
  return isBroken ? [{ rule, message, ...(shown === undefined ? {} : { shown }) }] : []
}
