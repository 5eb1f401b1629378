import { expect, test } from 'vitest'
import type { RecordedReply } from '../../src/capture/exchange.ts'
import { replyText } from '../../src/checks/replies.ts'
import { replyVectors } from '../../src/checks/reply-vectors.ts'
import { json, saidOf, type Told } from './reply-kit.ts'

const numbers = [0.5, -0.25]
const packed = 'AAAAPwAAgL4='

function list(embeddings: readonly unknown[], change: object = {}): RecordedReply {
  const data = embeddings.map((embedding, index) => ({ object: 'embedding', index, embedding, ...change }))
  return json({ object: 'list', model: 'm', data, usage: { prompt_tokens: 2, total_tokens: 2 } })
}

function said(client: RecordedReply, told: Partial<Told> = {}): string | readonly string[] {
  return saidOf(replyVectors, { client, surface: 'embeddings', ...told })
}

test('vectors pass as they came, and one form for the other where the client asked for it', () => {
  expect(said(list([numbers, [1, 0]]))).toBe('passed')
  expect(said(list([numbers]), { provider: list([packed]) })).toBe('passed')
  expect(said(list([packed]), { provider: list([numbers]), asked: { encoding_format: 'base64' } })).toBe('passed')
})

test('a form that the client cannot read is told', () => {
  expect(said(list([packed]))).toEqual(['the client asked for numbers, and gets base64'])
  expect(said(list([numbers]), { asked: { encoding_format: 'base64' } })).toEqual([
    'the client asked for base64, and gets numbers',
  ])
})

test('vectors that are missing, changed, exchanged or numbered wrongly are told by their place', () => {
  const provider = list([numbers, [1, 0]])
  expect(said(list([numbers]), { provider })).toEqual(['the client gets 1 vectors, the provider made 2'])
  expect(said(list([numbers, [1, 0.5]]), { provider })).toEqual(['the vector is another one in the place 1'])
  expect(said(list([[1, 0], numbers]), { provider })).toEqual(['the vector is another one in the place 0, 1'])
  expect(said(list([numbers, [1, 0]], { index: 0 }), { provider })).toEqual([
    'the vector is another one in the place 1',
  ])
  expect(said(json({ data: 'none' }), { provider })).toEqual(['the reply is no list of vectors'])
})

test('what they cost is what the provider counted', () => {
  const free = json({ data: [{ index: 0, embedding: numbers }], usage: { prompt_tokens: 0, total_tokens: 0 } })
  expect(said(free, { provider: list([numbers]) })).toEqual([
    'the usage is {"prompt_tokens":0,"total_tokens":0}, the provider counted {"prompt_tokens":2,"total_tokens":2}',
  ])
  const more = { prompt_tokens: 2, total_tokens: 2, completion_tokens: 0, prompt_tokens_details: null }
  expect(said(json({ data: [{ index: 0, embedding: numbers }], usage: more }), { provider: list([numbers]) })).toBe(
    'passed',
  )
})

test('other surfaces have no vectors, and vectors no text', () => {
  expect(saidOf(replyVectors, { client: list([numbers]) })).toBe('none')
  expect(saidOf(replyText, { client: list([numbers]), surface: 'embeddings' })).toBe('none')
})
