import { expect, test } from 'vitest'
import { between, complaints } from './accounts.ts'

const chat = between('chat-completions', 'chat-completions')
const there = between('chat-completions', 'responses')
const back = between('responses', 'chat-completions')

const wrapped = (name: string, more: object = {}) => ({ type: 'function', function: { name, strict: true, ...more } })
const flat = (name: string, more: object = {}) => ({ type: 'function', name, strict: true, ...more })
const grammar = { syntax: 'lark', definition: 'start: "a"' }
const customWrapped = { type: 'custom', custom: { name: 'x', format: { type: 'grammar', grammar } } }
const customFlat = { type: 'custom', name: 'x', format: { type: 'grammar', ...grammar } }

const ofChat = (more: object) => ({ model: 'gpt-5.2', messages: [], ...more })
const ofResponses = (more: object) => ({ model: 'gpt-5.2', input: [], ...more })

test('tools are followed by name, whatever their order', () => {
  const sent = ofChat({ tools: [wrapped('a'), wrapped('b', { description: 'B.' }), customWrapped] })
  expect(
    complaints(there(sent, ofResponses({ tools: [customFlat, flat('b', { description: 'B.' }), flat('a')] }))),
  ).toEqual([])
  expect(
    complaints(there(sent, ofResponses({ tools: [customFlat, flat('b', { description: 'C.' }), flat('a')] }))),
  ).toEqual(['altered /tools/1/function/description'])
  expect(complaints(there(sent, ofResponses({ tools: [flat('b', { description: 'B.' }), customFlat] })))).toEqual([
    'lost /tools/0/type',
    'lost /tools/0/function/name',
    'lost /tools/0/function/strict',
  ])
})

test('a tool in the shape of the wrong surface is not the tool', () => {
  expect(complaints(there(ofChat({ tools: [wrapped('a')] }), ofResponses({ tools: [wrapped('a')] })))).toContain(
    'unaccounted /tools/0/function/name',
  )
  expect(complaints(back(ofResponses({ tools: [flat('a')] }), ofChat({ tools: [flat('a')] })))).toContain(
    'unaccounted /tools/0/name',
  )
  expect(complaints(chat(ofChat({ tools: [wrapped('a')] }), ofChat({ tools: [flat('a')] })))).toContain(
    'unaccounted /tools/0/name',
  )
})

test('what a JSON schema calls a function is not unwrapped', () => {
  const parameters = { type: 'function', function: { name: 'kept' } }
  const sent = ofChat({ tools: [wrapped('a', { parameters })] })
  expect(complaints(there(sent, ofResponses({ tools: [flat('a', { parameters })] })))).toEqual([])
  const unwrapped = { type: 'function', name: 'kept' }
  expect(complaints(there(sent, ofResponses({ tools: [flat('a', { parameters: unwrapped })] })))).toHaveLength(2)
})

test('a choice of a tool, and a list of allowed ones, are wrapped like a tool', () => {
  const named = { type: 'function', function: { name: 'a' } }
  const choices: readonly (readonly [unknown, unknown])[] = [
    ['required', 'required'],
    [named, { type: 'function', name: 'a' }],
    [
      { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [named] } },
      { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'a' }] },
    ],
  ]
  for (const [onChat, onResponses] of choices) {
    const [one, other] = [ofChat({ tool_choice: onChat }), ofResponses({ tool_choice: onResponses })]
    expect(complaints(there(one, other))).toEqual([])
    expect(complaints(back(other, one))).toEqual([])
  }
  expect(complaints(there(ofChat({ tool_choice: named }), ofResponses({ tool_choice: named })))).toEqual([
    'lost /tool_choice/function/name',
    'unaccounted /tool_choice/function/name',
  ])
})

test('the strictness of a function may be said where the other surface has another default', () => {
  const [bare, flatBare] = [
    { type: 'function', function: { name: 'a' } },
    { type: 'function', name: 'a' },
  ]
  const loose = { ...flatBare, strict: false }
  expect(complaints(there(ofChat({ tools: [bare] }), ofResponses({ tools: [loose] })))).toEqual([])
  expect(complaints(back(ofResponses({ tools: [flatBare] }), ofChat({ tools: [wrapped('a')] })))).toEqual([])
  expect(complaints(back(ofResponses({ tools: [loose] }), ofChat({ tools: [wrapped('a')] })))).toEqual([
    'altered /tools/0/strict',
  ])
})
