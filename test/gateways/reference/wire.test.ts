import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../../src/gateways/reference/json.ts'
import { readChunks, readEvents } from '../../../src/gateways/reference/sse.ts'

test.each([
  '9223372036854775807',
  '-123456789012345678',
  '0.1234567890123456789',
  '1e400',
  '-1E+400',
  '123456789012345.6789e-3',
])('the number %s is written as it was read', (number) => {
  expect(JSON.stringify(parseJson(`{"a":[${number}]}`))).toBe(`{"a":[${number}]}`)
})

test.each(['0', '-0.5', '1e3', '123456789012345', '0.000000001234'])('the number %s is an ordinary one', (number) => {
  expect(parseJson(number)).toBe(Number(number))
})

test('any JSON is read as JSON.parse reads it, where doubles suffice', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})

const event = fc.record({ type: fc.string(), delta: fc.string({ unit: 'binary' }) })

test('events are the same, wherever the network splits their bytes', async () => {
  const newline = fc.constantFrom('\n', '\r\n')
  const splits = fc.array(fc.nat({ max: 40 }), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(fc.array(event), newline, splits, async (events, end, sizes) => {
      const frames = events.map((data) => `: comment${end}event: x${end}data: ${JSON.stringify(data)}${end}${end}`)
      const bytes = Buffer.from(`${frames.join('')}data: [DONE]${end}${end}`)
      const read: unknown[] = []
      for await (const data of readEvents(piecesOf(bytes, sizes))) read.push(data)
      expect(read).toEqual(JSON.parse(JSON.stringify(events)))
    }),
  )
})

test('a field needs no space after its colon', async () => {
  const read: unknown[] = []
  for await (const data of readEvents(piecesOf(Buffer.from('data:{"a":1}\n\n'), [3]))) read.push(data)
  expect(read).toEqual([{ a: 1 }])
})

test.each(['data: {"a":\n\n', 'data: 7\n\n'])('%j is no event of an API', async (text) => {
  const read = readEvents(piecesOf(Buffer.from(text), [64]))
  await expect(read.next()).rejects.toThrow()
})

test('a chat stream ends at [DONE]: what follows is ignored, and one without it has been cut', async () => {
  const text = 'data: {"a":1}\n\ndata: [DONE]\n\ndata: {"a":2}\n\ndata: late\n\n'
  const read: unknown[] = []
  for await (const data of readChunks(piecesOf(Buffer.from(text), [7]))) read.push(data)
  expect(read).toEqual([{ a: 1 }])
  const cut = readChunks(piecesOf(Buffer.from('data: {"a":1}\n\n'), [7]))
  expect(await cut.next()).toMatchObject({ value: { a: 1 } })
  await expect(cut.next()).rejects.toThrow('[DONE]')
})

async function* piecesOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let index = 0; at < bytes.length; index++) {
    const size = (sizes[index % sizes.length] ?? 0) + 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}
