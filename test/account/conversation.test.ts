import { expect, test } from 'vitest'
import type { Account } from '../../src/account/account.ts'
import { between, complaints } from './accounts.ts'

const chat = between('chat-completions', 'chat-completions')
const there = between('chat-completions', 'responses')
const back = between('responses', 'chat-completions')
const responses = between('responses', 'responses')

const said = (role: string, content: unknown) => ({ role, content })
const ofChat = (...messages: unknown[]) => ({ model: 'gpt-5.2', messages })
const ofResponses = (...input: unknown[]) => ({ model: 'gpt-5.2', input })
const [one, two, three] = [said('user', 'One.'), said('assistant', 'Two.'), said('user', 'Three.')]
const call = (id: string) => ({ id, type: 'function', function: { name: 'look', arguments: '{}' } })
const calling = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map(call) })
const callItem = (id: string) => ({ type: 'function_call', call_id: id, name: 'look', arguments: '{}' })
const outputItem = (id: string, output: unknown) => ({ type: 'function_call_output', call_id: id, output })
const toolMessage = (id: string, content: unknown) => ({ role: 'tool', tool_call_id: id, content })
const inputText = (text: string) => ({ type: 'input_text', text })
const chatText = (text: string) => ({ type: 'text', text })
const inputImage = { type: 'input_image', image_url: 'data:x', detail: 'low' }
const chatImage = { type: 'image_url', image_url: { url: 'data:x', detail: 'low' } }

function notes({ ledger }: Account): string[] {
  return ledger.fates.flatMap(({ client, fate, note }) => (note === undefined ? [] : [`${fate} ${client}: ${note}`]))
}

test('a dropped message is lost, and those after it are where they were', () => {
  const lost = ['lost /messages/0/role', 'lost /messages/0/content']
  expect(complaints(chat(ofChat(one, two, three), ofChat(two, three)))).toEqual(lost)
  expect(complaints(there(ofChat(one, two, three), ofResponses(two, three)))).toEqual(lost)
})

test('a message that arrives twice arrives once without origin', () => {
  const twice = ['unaccounted /messages/1/role', 'unaccounted /messages/1/content']
  expect(complaints(chat(ofChat(one, two), ofChat(one, one, two)))).toEqual(twice)
  expect(complaints(back(ofResponses(one, two), ofChat(one, two, one)))).toEqual([
    'unaccounted /messages/2/role',
    'unaccounted /messages/2/content',
  ])
})

test('a message in another place among the others is altered, and the ledger says why', () => {
  const found = there(ofChat(one, two, three), ofResponses(two, three, one))
  expect(complaints(found)).toEqual(['altered /messages/0/content'])
  expect(notes(found)).toContain('altered /messages/0/content: in another place among the others')
  expect(complaints(back(ofResponses(one, two, three), ofChat(one, three, two)))).toHaveLength(1)
  expect(complaints(chat(ofChat(one, two, three), ofChat(two, one, three)))).toHaveLength(2)
})

test('system messages may come first, wherever they stood; their order among themselves stays', () => {
  const [first, second] = [said('developer', 'A.'), said('system', 'B.')]
  expect(complaints(back(ofResponses(one, first), ofChat(first, one)))).toEqual([])
  expect(complaints(back(ofResponses(first, second, one), ofChat(second, first, one)))).toHaveLength(1)
})

test('texts of one role may be joined or split, as long as every letter of them arrives', () => {
  const apart = ofChat(said('user', [chatText('One.'), chatText(' Two.')]))
  expect(complaints(there(apart, ofResponses(said('user', 'One.\n\n Two.'))))).toEqual([])
  expect(complaints(there(apart, ofResponses(said('user', 'One.\n\nTwo.'))))).not.toEqual([])
  expect(complaints(there(apart, ofResponses(said('user', 'One.'))))).toEqual([
    'lost /messages/0/content/1/type',
    'lost /messages/0/content/1/text',
  ])
  const whole = ofChat(said('user', 'One. Two.'))
  expect(complaints(there(whole, ofResponses(said('user', [inputText('One.'), inputText('Two.')]))))).toEqual([])
  expect(complaints(there(whole, ofResponses(said('user', [inputText('One.'), inputText('Too.')]))))).not.toEqual([])
})

test('instructions and developer items may become one leading system message', () => {
  const client = { ...ofResponses(said('developer', 'B.'), one), instructions: 'A.' }
  expect(complaints(back(client, ofChat(said('system', 'A.\n\nB.'), one)))).toEqual([])
  expect(complaints(back(client, ofChat(said('system', 'A.'), one)))).toEqual([
    'lost /input/0/role',
    'lost /input/0/content',
  ])
  expect(complaints(back(client, ofChat(said('user', 'A.'), said('system', 'B.'), one)))).toEqual([
    'altered /instructions',
  ])
})

test('an assistant item and the calls after it are one chat message', () => {
  const client = ofResponses(one, said('assistant', 'I look.'), callItem('c1'), callItem('c2'))
  const message = { ...said('assistant', 'I look.'), tool_calls: [call('c1'), call('c2')] }
  expect(complaints(back(client, ofChat(one, message)))).toEqual([])
  expect(complaints(back(client, ofChat(one, said('assistant', 'I look.'))))).toHaveLength(8)
})

test('a result is followed by the id of its call', () => {
  const client = ofResponses(callItem('c1'), callItem('c2'), outputItem('c1', 'A.'), outputItem('c2', 'B.'))
  const swapped = ofChat(calling('c1', 'c2'), toolMessage('c2', 'B.'), toolMessage('c1', 'A.'))
  expect(complaints(back(client, swapped))).toEqual([])
  const mixedUp = ofChat(calling('c1', 'c2'), toolMessage('c1', 'B.'), toolMessage('c2', 'A.'))
  expect(complaints(back(client, mixedUp))).toEqual(['altered /input/2/output', 'altered /input/3/output'])
})

test('what a tool wrote may arrive as one text, and what it showed in a message of the user', () => {
  const client = ofResponses(callItem('c1'), outputItem('c1', [inputText('A.'), inputImage, inputText('B.')]))
  const shown = said('user', [chatImage])
  expect(complaints(back(client, ofChat(calling('c1'), toolMessage('c1', 'A.\nB.'), shown)))).toEqual([])
  expect(complaints(back(client, ofChat(calling('c1'), toolMessage('c1', 'A.'), shown)))).not.toEqual([])
  expect(complaints(back(client, ofChat(calling('c1'), toolMessage('c1', 'A.\nB.'))))).toContain(
    'lost /input/1/output/1/image_url',
  )
  const silent = ofResponses(callItem('c1'), outputItem('c1', [inputImage]))
  expect(complaints(back(silent, ofChat(calling('c1'), toolMessage('c1', ''), shown)))).toEqual([])
})

test('an item that Chat Completions does not have is lost, unless the gateway says so', () => {
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'abc' }
  const found = back(ofResponses(reasoning, one), ofChat(one))
  expect(complaints(found)).toContain('lost /input/0/encrypted_content')
  expect(complaints(back(ofResponses(reasoning, one), ofChat(one), { signalled: ['input[0]'] }))).toEqual([])
})

test('a text is a list of one message, on every way', () => {
  const text = { model: 'gpt-5.2', input: 'One.' }
  expect(complaints(responses(text, ofResponses({ type: 'message', ...said('user', [inputText('One.')]) })))).toEqual(
    [],
  )
  expect(complaints(responses(text, ofResponses(said('assistant', 'One.'))))).toEqual(['altered /input'])
  expect(complaints(back(text, ofChat(one)))).toEqual([])
})

test('towards Codex system items may become instructions or developer items, and towards no other', () => {
  const client = ofResponses(said('system', 'A.'), one)
  const developer = ofResponses(said('developer', 'A.'), one)
  const demanded = { store: false, stream: true }
  expect(complaints(responses(client, { ...developer, ...demanded, instructions: '' }, { provider: 'codex' }))).toEqual(
    [],
  )
  expect(
    complaints(responses(client, { ...ofResponses(one), ...demanded, instructions: 'A.' }, { provider: 'codex' })),
  ).toEqual([])
  expect(complaints(responses(client, developer))).toEqual(['altered /input/0/role'])
})

test('what only the client of Codex puts into a message is followed to its back end', () => {
  const marked = { ...one, internal_chat_message_metadata_passthrough: { turn_id: 't1' } }
  const to = (item: object) =>
    responses(
      ofResponses(marked),
      { ...ofResponses(item), store: false, stream: true, instructions: '' },
      { provider: 'codex' },
    )
  expect(complaints(to(marked))).toEqual([])
  expect(complaints(to(one))).toEqual(['lost /input/0/internal_chat_message_metadata_passthrough/turn_id'])
})

test('an item of any type goes to Codex as it is', () => {
  const odd = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x' } }
  const demanded = { store: false, stream: true, instructions: '' }
  const to = (...input: unknown[]) =>
    responses(ofResponses(odd, one), { ...ofResponses(...input), ...demanded }, { provider: 'codex' })
  expect(complaints(to(odd, one))).toEqual([])
  expect(complaints(to({ ...odd, action: { type: 'search', query: 'y' } }, one))).toEqual([
    'altered /input/0/action/query',
  ])
})
