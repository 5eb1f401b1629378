import { expect, test } from 'vitest'
import { limitsByProvider } from '../../src/cli/serve-limits.ts'

const served = ['openai', 'codex']

test('limits are read by provider, with any unit of time', () => {
  expect(limitsByProvider(['openai=requests:60/1m,tokens:10000/500ms', 'codex=requests:5/5h'], served)).toEqual(
    new Map([
      [
        'openai',
        [
          { of: 'requests', limit: 60, windowMs: 60_000 },
          { of: 'tokens', limit: 10_000, windowMs: 500 },
        ],
      ],
      ['codex', [{ of: 'requests', limit: 5, windowMs: 18_000_000 }]],
    ]),
  )
  expect(limitsByProvider([], served)).toEqual(new Map())
})

test.each([
  'openai',
  'openai=',
  'openai=requests',
  'openai=requests:60',
  'openai=requests:0/1m',
  'openai=requests:60/0m',
  'openai=requests:60/1y',
  'openai=words:60/1m',
  'openai=requests:60/1m,',
  'azure=requests:60/1m',
])('--limit %s is refused with what would be right', (option) => {
  expect(() => limitsByProvider([option], served)).toThrow(
    expect.objectContaining({ code: 'E_OPTION_VALUE', hint: expect.stringContaining('Write ') }),
  )
})

test('a provider has its limits in one option', () => {
  const twice = () => limitsByProvider(['openai=requests:1/1m', 'openai=tokens:1/1m'], served)
  expect(twice).toThrow(expect.objectContaining({ code: 'E_OPTION_TWICE' }))
})
