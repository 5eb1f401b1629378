import { promisify } from 'node:util'
import { brotliCompress, deflate, gzip, zstdCompress } from 'node:zlib'
import { expect, test } from 'vitest'
import { codingsOf, mediaTypeOf, parseJson, unpack } from '../../src/fake-kit/request-body.ts'

const text = Buffer.from('{"text":"grüße"}')
const pack = {
  gzip: promisify(gzip),
  deflate: promisify(deflate),
  br: promisify(brotliCompress),
  zstd: promisify(zstdCompress),
}

test.each(Object.entries(pack))('a %s body is unpacked', async (coding, packed) => {
  expect(await unpack(await packed(text), [coding], 1000)).toEqual({ kind: 'bytes', bytes: text })
})

test('several codings are undone from the last to the first', async () => {
  const packed = await pack.br(await pack.gzip(text))
  expect(await unpack(packed, ['gzip', 'br'], 1000)).toEqual({ kind: 'bytes', bytes: text })
})

test.each(Object.entries(pack))('a %s bomb is not unpacked beyond the limit', async (coding, packed) => {
  const bomb = await packed(Buffer.alloc(1_000_000))
  expect(bomb.length).toBeLessThan(5000)
  expect(await unpack(bomb, [coding], 10_000)).toEqual({ kind: 'too-large', size: 10_001 })
})

test('bytes that are not what their coding says are malformed', async () => {
  const truncated = (await pack.gzip(text)).subarray(0, -4)
  expect(await unpack(text, ['gzip'], 1000)).toEqual({ kind: 'malformed', why: 'the body is not gzip' })
  expect(await unpack(truncated, ['gzip'], 1000)).toEqual({ kind: 'malformed', why: 'the body is not gzip' })
})

test('an unknown coding is malformed', async () => {
  expect(await unpack(text, ['snappy'], 1000)).toMatchObject({ kind: 'malformed' })
})

test('codings are read from every header of the name, without identity', () => {
  const headers = [
    ['Content-Encoding', 'GZIP, identity'],
    ['content-encoding', 'br'],
  ] as const
  expect(codingsOf(headers)).toEqual(['gzip', 'br'])
})

test('a body that is not UTF-8 is not read as if it were', () => {
  expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ kind: 'malformed', why: 'the body is not UTF-8' })
})

test('null is a value and nothing is none', () => {
  expect(parseJson(Buffer.from('null'))).toEqual({ kind: 'json', value: null })
  expect(parseJson(Buffer.alloc(0))).toEqual({ kind: 'empty' })
})

test('the media type is compared without parameters and case', () => {
  expect(mediaTypeOf([['Content-Type', 'Application/JSON; charset=utf-8']])).toBe('application/json')
  expect(mediaTypeOf([])).toBe('')
})
