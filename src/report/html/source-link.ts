import { sourceUrl } from '../source-url.ts'
import { html, type Markup } from './markup.ts'

/** A source as a link, where it can be read somewhere. */
export function sourceLink(source: string): Markup {
  const url = sourceUrl(source)
  return url === undefined ? html`${source}` : html`<a href="${url}">${source}</a>`
}
