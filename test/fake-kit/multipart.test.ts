import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FormField } from '../../src/contract/form-field.ts'
import { boundaryOf, parseMultipart } from '../../src/fake-kit/multipart.ts'

const boundary = 'x-Boundary'

function form(...parts: readonly string[]): string {
  return [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join('')
}

function field(disposition: string, content: string, type?: string): string {
  const more = type === undefined ? '' : `\r\nContent-Type: ${type}`
  return `Content-Disposition: form-data; ${disposition}${more}\r\n\r\n${content}`
}

function read(text: string): readonly FormField[] {
  const parsed = parseMultipart(Buffer.from(text), boundary)
  if (parsed.kind !== 'form') throw new Error(parsed.why)
  return parsed.fields
}

test('fields and files come in the order in which they were sent, names that come again included', () => {
  const sent = form(
    field('name="purpose"', 'batch'),
    field('name="file"; filename="a.jsonl"', '{}\r\n--x\r\n', 'text/plain; charset=x'),
    field('name="purpose"', ''),
  )
  expect(read(sent)).toEqual([
    { name: 'purpose', value: 'batch' },
    {
      name: 'file',
      value: { filename: 'a.jsonl', contentType: 'text/plain; charset=x', content: Buffer.from('{}\r\n--x\r\n') },
    },
    { name: 'purpose', value: '' },
  ])
})

test('what stands before the first boundary and behind the last one is none of the form', () => {
  expect(read(`preamble\r\n${form(field('name="a"', '1'))}epilogue`)).toEqual([{ name: 'a', value: '1' }])
})

test('names are read as browsers and other clients quote them, and quotes hide what looks like a name', () => {
  expect(read(form(field('name="a%22b"', '1'), field('name="a\\"b"', '2'), field('name=plain', '3')))).toEqual([
    { name: 'a"b', value: '1' },
    { name: 'a"b', value: '2' },
    { name: 'plain', value: '3' },
  ])
  expect(read(form(field('filename="; name=evil"; name="file"', '')))[0]?.name).toBe('file')
})

test('bytes of any kind come back as they were sent', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (one, other) => {
      const part = (name: string, bytes: Uint8Array) =>
        Buffer.concat([
          Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n\r\n`),
          bytes,
          Buffer.from('\r\n'),
        ])
      const sent = Buffer.concat([part('a', one), part('b', other), Buffer.from(`--${boundary}--`)])
      const parsed = parseMultipart(sent, boundary)
      const contents = parsed.kind === 'form' ? parsed.fields.map(({ value }) => value) : []
      expect(contents).toMatchObject([{ content: Buffer.from(one) }, { content: Buffer.from(other) }])
    }),
  )
})

test.each([
  ['no bytes', ''],
  ['another boundary', form(field('name="a"', '1')).replaceAll(boundary, 'other')],
  ['a part that does not end', `--${boundary}\r\n${field('name="a"', '1')}`],
  ['a form that does not end', form(field('name="a"', '1')).replace(`--${boundary}--`, `--${boundary}`)],
  ['a part without headers', form('hello')],
  ['a part without a name', form('Content-Disposition: form-data\r\n\r\nhello')],
  ['a part that is an attachment', form('Content-Disposition: attachment; name="a"\r\n\r\nhello')],
  ['a boundary that runs on', form(field('name="a"', '1')).replace(`--${boundary}\r\n`, `--${boundary}s\r\n`)],
  ['lines that end without a return', form(field('name="a"', '1')).replaceAll('\r', '')],
  ['headers without end', form(`X: ${'x'.repeat(20_000)}\r\n\r\n`)],
  ['more parts than are read', form(...Array(1001).fill(field('name="a"', '1')))],
])('malformed: %s', (_, text) => {
  expect(parseMultipart(Buffer.from(text), boundary)).toMatchObject({ kind: 'malformed' })
})

test('a field that is no UTF-8 is malformed, a file may be anything', () => {
  const latin1 = (disposition: string) => Buffer.from(form(field(disposition, '\xff')), 'latin1')
  expect(parseMultipart(latin1('name="a"'), boundary)).toMatchObject({ kind: 'malformed' })
  expect(parseMultipart(latin1('name="a"; filename="b"'), boundary)).toMatchObject({ kind: 'form' })
})

test('any bytes are a form or malformed', () => {
  const pieces = fc.constantFrom(
    '--',
    boundary,
    '\r\n',
    'Content-Disposition: form-data; name="a"',
    '\r\n\r\n',
    '"',
    ';',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 30 }), (texts) => {
      expect(parseMultipart(Buffer.from(texts.join('')), boundary).kind).toMatch(/^(form|malformed)$/)
    }),
  )
})

test('a boundary stands in the content type, quoted or not, and has to be one', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
  expect(boundaryOf('multipart/form-data; charset=utf-8; Boundary="a b:c"; x=y')).toBe('a b:c')
  for (const none of [
    '',
    ';boundary=',
    ';boundary=""',
    `;boundary=${'x'.repeat(71)}`,
    ';boundary="a{b"',
    ';boundry=a',
  ]) {
    expect(boundaryOf(`multipart/form-data${none}`)).toBeUndefined()
  }
})
