import type { Output } from '../report/reporter.ts'
import { padded, printable, wrapped } from '../report/text.ts'

/** All that is known about one thing that has an id. */
export interface Explanation {
  readonly id: string
  /** `rule`, `check`, … */
  readonly kind: string
  readonly title: string
  readonly sections: readonly Section[]
}

export interface Section {
  readonly label: string
  /** Sentences and names, wrapped on a terminal. */
  readonly lines: readonly string[]
  /** What may be copied, below the lines, never wrapped. */
  readonly code?: readonly string[]
}

/** For people; labels on the left, what is known on the right. */
export function explanationText({ id, kind, title, sections }: Explanation, output: Output): string {
  const left = Math.max(...sections.map(({ label }) => label.length)) + 2
  const room = output.isTerminal ? Math.max(40, output.columns - left) : Number.POSITIVE_INFINITY
  const body = sections.flatMap(({ label, lines, code = [] }) =>
    [...lines.flatMap((line) => wrapped(printable(line), room)), ...code.map(printable)].map(
      (line, index) => padded(index === 0 ? label : '', left) + line,
    ),
  )
  return `${[`${id} (${kind})`, title, '', ...body].join('\n')}\n`
}

/** Nothing, where there is nothing to say. */
export function section(label: string, lines: readonly string[], code: readonly string[] = []): readonly Section[] {
  return lines.length === 0 && code.length === 0 ? [] : [{ label, lines, code }]
}
