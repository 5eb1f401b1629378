/** A file that was sent with a form. */
export interface SentFile {
  readonly filename: string
  /** As sent, parameters included; empty when the part does not say. */
  readonly contentType: string
  readonly content: Buffer
}

/** A field of a form or of a query, in the order in which it came; names may come again. */
export interface FormField {
  readonly name: string
  readonly value: string | SentFile
}
