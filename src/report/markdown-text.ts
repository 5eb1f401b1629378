/** Text as it may stand in markup. */
function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Text of a gateway's choosing must not become markup, nor end a table's cell. */
export function inline(text: string): string {
  return asHtml(text).replaceAll(/[\\`*_[\]|#!]/g, (mark) => `\\${mark}`)
}

/** Markdown that is shown to whoever opens it. */
export function foldedMarkdown(title: string, body: string): string {
  return `<details><summary>${asHtml(title)}</summary>\n\n${body}\n\n</details>`
}

/** A table; cells are Markdown already. Columns are named by their alignment: `left` or `right`. */
export function markdownTable(
  heads: readonly (readonly [title: string, align: 'left' | 'right'])[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = heads.map(([, align]) => (align === 'right' ? '---:' : '---'))
  return [line(heads.map(([title]) => title)), line(rule), ...rows.map(line)].join('\n')
}
