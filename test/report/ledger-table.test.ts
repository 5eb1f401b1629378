import { expect, test } from 'vitest'
import type { FateRow, Ledger } from '../../src/account/ledger.ts'
import { ledgerTable } from '../../src/report/ledger-table.ts'
import { widthOf } from '../../src/report/text.ts'

const wrapped: FateRow = {
  client: '/messages/2/content',
  fate: 'altered',
  upstream: ['/input/2/output/0/type', '/input/2/output/0/text'],
  clientValue: '"12 degrees"',
  upstreamValue: '[{"type":"input_text","text":"12 degrees"}]',
}

function linesOf(row: FateRow, width: number): readonly string[] {
  const ledger: Ledger = { clientExchange: 'c1', upstreamExchange: 'u2', fates: [row], origins: [] }
  return ledgerTable(ledger, width).lines.map(({ text }) => text)
}

test('where the column of values has no room, both values stand below, each on a line of its own', () => {
  expect(linesOf(wrapped, 90)).toEqual([
    'client              → upstream             fate',
    '/messages/2/content → /input/2/output/0/…  altered',
    '    sent     "12 degrees"',
    '    arrived  [{"type":"input_text","text":"12 degrees"}]',
  ])
})

test('where it has room, they stand in one line', () => {
  expect(linesOf(wrapped, 140)).toHaveLength(2)
})

test('the ledger says how a value was altered that is the same', () => {
  const moved = { ...wrapped, upstreamValue: '"12 degrees"', note: 'in another place among the others' }
  expect(linesOf(moved, 140)).toContain('             in another place among the others')
})

test('several places are told by what holds them all', () => {
  const upstream = ['/input/0/role', '/input/1/content/0/text']
  expect(linesOf({ ...wrapped, upstream }, 140)[1]).toContain(' → /input/… ')
})

test('no line is wider than it may be', () => {
  const long = { ...wrapped, clientValue: 'a'.repeat(300), upstreamValue: 'b'.repeat(300) }
  for (const width of [60, 90, 140]) expect(Math.max(...linesOf(long, width).map(widthOf))).toBeLessThanOrEqual(width)
})
