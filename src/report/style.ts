import { styleText } from 'node:util'

/** Paints a piece of text, or leaves it as it is. */
export type Paint = (text: string) => string

/** The few ways in which a report is set apart from plain text. */
export interface Style {
  readonly strong: Paint
  readonly faint: Paint
  readonly bad: Paint
  readonly warning: Paint
  readonly good: Paint
  readonly name: Paint
}

type Format = Parameters<typeof styleText>[0]

/** Without colour every paint gives its text back unchanged. */
export function styleOf(color: boolean): Style {
  const paint = (format: Format): Paint =>
    color ? (text) => (text === '' ? '' : styleText(format, text, { validateStream: false })) : (text) => text
  return {
    strong: paint('bold'),
    faint: paint('dim'),
    bad: paint('red'),
    warning: paint('yellow'),
    good: paint('green'),
    name: paint('cyan'),
  }
}
