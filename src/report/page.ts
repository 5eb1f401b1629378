import type { Style } from './style.ts'

/** What lines are written on. */
export interface Page {
  readonly style: Style
  readonly width: number
}

/** Empty lines stay empty. */
export function indented(lines: readonly string[], by = 2): readonly string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line))
}
