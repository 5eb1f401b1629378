import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { styleOf } from '../../src/report/style.ts'
import { beside, cut, cutMiddle, duration, printable, widthOf, wrapped } from '../../src/report/text.ts'

test('width counts columns: colours none, wide characters and emoji two, combined characters one', () => {
  expect(widthOf(styleOf(true).bad('leak'))).toBe(4)
  expect(widthOf('漏洞')).toBe(4)
  expect(widthOf('🚰')).toBe(2)
  expect(widthOf('e\u0301')).toBe(1)
})

test('a cut text is never wider than asked, and shows that it was cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 4, max: 30 }), (text, width) => {
      const plain = printable(text)
      for (const short of [cut(plain, width), cutMiddle(plain, width)]) {
        expect(widthOf(short)).toBeLessThanOrEqual(width)
        expect(short.includes('…') || short === plain).toBe(true)
      }
    }),
  )
})

test('a pointer is cut in its middle, because its end names the field', () => {
  expect(cutMiddle('/metadata/user_api_key_user_email', 20)).toBe('/metad…ey_user_email')
})

test('wrapping keeps every word whole and in order', () => {
  const words = 'The field /a/very/long/pointer/that/does/not/fit was lost'
  expect(wrapped(words, 12)).toEqual(['The field', '/a/very/long/pointer/that/does/not/fit', 'was lost'])
})

test('parts stand beside each other while they fit', () => {
  expect(beside(['1 passed', 'in 2 s', 'seed x'], 17)).toEqual(['1 passed  in 2 s', 'seed x'])
})

test('nothing that a gateway sent can steer the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text)
      expect(shown).toBe(stripVTControlCharacters(shown))
      expect(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(shown)).toBe(false)
    }),
  )
  expect(printable('\u001b[2J\r\n\u202e\ud800')).toBe('\\u001b[2J\\r\\n\\u202e\\ud800')
})

test.each([
  [12.4, '12 ms'],
  [1234, '1.2 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms is told as %s', (ms, words) => {
  expect(duration(ms)).toBe(words)
})
