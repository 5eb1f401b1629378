import { afterAll, beforeEach, expect, test } from 'vitest'
import { exchangeOfLine } from '../../../src/capture/journal/ndjson.ts'
import { Journal } from '../../../src/capture/journal.ts'
import { post } from '../../fakes/openai-fake.ts'
import { member, startControlled } from './control-kit.ts'

const controlled = await startControlled()
const { ask, client, fakes } = controlled
const { journal } = fakes
const chat = { model: 'gpt-5.2', messages: [{ role: 'user', content: 'grüße' }] }

afterAll(() => controlled[Symbol.asyncDispose]())
beforeEach(() => {
  journal.clear()
})

async function send(token: string, more: object = {}): Promise<void> {
  const reply = await post(fakes, '/chat/completions', { ...chat, ...more }, token)
  await reply.arrayBuffer()
  await journal.settled({}, 5000)
}

test('what arrived is read by case, provider, hop and verdict', async () => {
  await send('a')
  await send('b', { bogus: 1 })
  const idsOf = async (query: Parameters<typeof client.journal>[0]) =>
    (await client.journal(query)).exchanges.map(({ id }) => id)
  const [first, second] = journal.exchanges().map(({ id }) => id)
  expect(await idsOf({})).toEqual([first, second])
  expect(await idsOf({ case: 'a' })).toEqual([first])
  expect(await idsOf({ verdict: 'refused' })).toEqual([second])
  expect(await idsOf({ hop: 'client' })).toEqual([])
  expect(await idsOf({ provider: 'openai', case: 'b' })).toEqual([second])
})

test('the bytes and headers of an exchange cross the port unchanged, as JSON and as lines', async () => {
  await send('a')
  expect((await client.journal()).exchanges).toStrictEqual(journal.exchanges())
  const { headers, text } = await ask('GET', '/journal', { headers: { accept: 'application/x-ndjson' } })
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  expect(text.split('\n').slice(0, -1).map(exchangeOfLine)).toStrictEqual(journal.exchanges())
})

test('a long journal is read in pages', async () => {
  for (let count = 0; count < 5; count++) await send('a')
  const all = journal.exchanges().map(({ id }) => id)
  const first = await client.journal({ limit: 2 })
  expect(first).toMatchObject({ next: all[1], exchanges: [{ id: all[0] }, { id: all[1] }] })
  const rest = await client.journal({ limit: 3, after: first.next ?? '' })
  expect(rest.next).toBeNull()
  expect(rest.exchanges.map(({ id }) => id)).toEqual(all.slice(2))
})

test('a case that nobody opened, or a provider that is not served, is not there rather than empty', async () => {
  for (const target of ['/journal?case=tpyo', '/journal/wait?case=tpyo', '/journal?case=tpyo']) {
    expect((await ask('GET', target)).value).toMatchObject({ status: 404, code: 'E_CASE_UNKNOWN' })
  }
  expect((await ask('DELETE', '/journal?case=tpyo')).value).toMatchObject({ status: 404, code: 'E_CASE_UNKNOWN' })
  expect((await ask('GET', '/journal?provider=opnai')).value).toMatchObject({
    status: 404,
    code: 'E_PROVIDER_NOT_SERVED',
    hint: 'Did you mean "openai"?',
  })
})

test('waiting answers as soon as enough has arrived for the case', async () => {
  fakes.baseUrl('openai', 'w')
  const waiting = client.wait({ case: 'w', count: 2, timeout: 60_000 })
  await send('other')
  await send('w')
  await send('w')
  const { reached, exchanges } = await waiting
  expect(reached).toBe(true)
  expect(exchanges.map(({ token }) => token)).toEqual(['w', 'w'])
})

test('waiting in vain answers 408 with what there is', async () => {
  await send('a')
  const { status, value } = await ask('GET', '/journal/wait?case=a&count=2&timeout=1')
  expect(status).toBe(408)
  expect(member(value, 'exchanges')).toHaveLength(1)
  expect(await client.wait({ count: 2, timeout: 1 })).toMatchObject({ reached: false, exchanges: [{ token: 'a' }] })
  const lines = await ask('GET', '/journal/wait?count=2&timeout=1', { headers: { accept: 'application/x-ndjson' } })
  expect(lines.status).toBe(408)
  expect(lines.text.trim().split('\n').map(exchangeOfLine)).toStrictEqual(journal.exchanges())
})

test('one case is cleared, or all', async () => {
  await send('a')
  await send('b')
  await send('b')
  expect(await client.clear('b')).toBe(2)
  expect((await client.journal()).exchanges).toMatchObject([{ token: 'a' }])
  expect(await client.clear()).toBe(1)
  expect((await client.journal()).exchanges).toEqual([])
})

test('refused requests are listed, the last one first, with rule, pointer, words and hint', async () => {
  await send('a', { bogus: 1 })
  await send('a')
  await send('b', { temprature: 1 })
  const [latest, ...others] = await client.violations({ limit: 1 })
  expect(others).toEqual([])
  expect(latest).toEqual({
    exchange: journal.exchanges({ token: 'b' })[0]?.id,
    case: 'b',
    provider: 'openai',
    operation: 'createChatCompletion',
    request: 'POST /~b/v1/chat/completions',
    rule: 'openai/unknown-parameter',
    status: 400,
    message: expect.stringContaining('temprature'),
    pointer: '/temprature',
    hint: expect.stringContaining('relax openai/unknown-parameter'),
    answered: true,
  })
  expect((await client.violations()).map(({ pointer }) => pointer)).toEqual(['/temprature', '/bogus'])
})

test('refused requests are listed of one case alone, which has to be there', async () => {
  await send('a', { bogus: 1 })
  await send('b', { temprature: 1 })
  await send('a', { stpo: 1 })
  expect((await client.violations({ case: 'a' })).map(({ pointer }) => pointer)).toEqual(['/stpo', '/bogus'])
  expect((await client.violations({ case: 'a', limit: 1 })).map(({ pointer }) => pointer)).toEqual(['/stpo'])
  await expect(client.violations({ case: 'tpyo' })).rejects.toMatchObject({ code: 'E_CASE_UNKNOWN' })
})

test('what was dropped for the byte budget is told with every page', async () => {
  await using small = await startControlled({ journal: new Journal({ byteBudget: 0 }) })
  const reply = await post(small.fakes, '/chat/completions', chat, 'a')
  await reply.arrayBuffer()
  await small.fakes.journal.settled({}, 5000)
  small.fakes.baseUrl('openai', 'b')
  expect(await small.client.journal({ case: 'a' })).toMatchObject({ exchanges: [], dropped: { exchanges: 1 } })
  expect(await small.client.journal({ case: 'b' })).toMatchObject({ dropped: { exchanges: 0, bytes: 0 } })
})
