import { type Fields, textOf } from './fields.ts'

/** A page of a list, as far as a query asks for one. */
export interface Page<T> {
  readonly data: readonly T[]
  readonly hasMore: boolean
}

/**
 * @param entries the oldest first; a list shows the newest first, unless the query says otherwise
 * @param limit when the query gives none
 */
export function pageOf<T extends { readonly id: string }>(
  entries: readonly T[],
  query: Fields,
  limit: number,
): Page<T> {
  const { order, after, limit: asked } = query
  const ordered = order === 'asc' ? entries : entries.toReversed()
  const start = after === undefined ? 0 : placeAfter(ordered, textOf(after))
  const end = start + (typeof asked === 'number' ? Math.max(0, asked) : limit)
  return { data: ordered.slice(start, end), hasMore: end < ordered.length }
}

/** Nothing comes after what is not there. */
function placeAfter(entries: readonly { readonly id: string }[], id: string): number {
  const place = entries.findIndex((entry) => entry.id === id)
  return place === -1 ? entries.length : place + 1
}

/** The page as OpenAI writes it. */
export function listObject<T extends { readonly id: string }>({ data, hasMore }: Page<T>): object {
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  }
}
