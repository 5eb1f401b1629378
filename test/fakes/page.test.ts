import { expect, test } from 'vitest'
import { listObject, pageOf } from '../../fakes/surfaces/page.ts'

const entries = ['a', 'b', 'c'].map((id) => ({ id }))

function page(query: Readonly<Record<string, unknown>>, limit = 2): string {
  const { data, hasMore } = pageOf(entries, query, limit)
  return data.map(({ id }) => id).join('') + (hasMore ? '+' : '')
}

test('the newest comes first, unless the oldest is asked for', () => {
  expect(page({})).toBe('cb+')
  expect(page({ order: 'asc' })).toBe('ab+')
  expect(page({ limit: 3 })).toBe('cba')
})

test('a page begins behind the entry that is named, and is empty behind one that is not there', () => {
  expect(page({ after: 'b' })).toBe('a')
  expect(page({ after: 'a' })).toBe('')
  expect(page({ after: 'x' })).toBe('')
})

test('what is no limit and no order may come where nothing is refused', () => {
  expect(page({ limit: 'all', order: 7, after: {} })).toBe('')
  expect(page({ limit: -1 })).toBe('+')
})

test('an empty list names no first and no last', () => {
  expect(listObject(pageOf([], {}, 1))).toEqual({
    object: 'list',
    data: [],
    first_id: null,
    last_id: null,
    has_more: false,
  })
})
