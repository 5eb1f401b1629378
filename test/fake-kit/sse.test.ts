import { expect, test } from 'vitest'
import { parseSse } from '../../src/capture/sse.ts'
import { streamFrames } from '../../src/fake-kit/sse.ts'

const reply = {
  kind: 'stream',
  events: [{ event: 'said', data: { text: 'grüße 🙂' } }, { data: [1, 2] }, { data: '\n' }],
  terminator: '[DONE]',
} as const

/** What a client makes of it. */
const understood = parseSse(Buffer.concat(streamFrames(reply)))

test('an event is one frame, with its name when it has one', () => {
  expect(streamFrames(reply).map(String)).toEqual([
    'event: said\ndata: {"text":"grüße 🙂"}\n\n',
    'data: [1,2]\n\n',
    'data: "\\n"\n\n',
    'data: [DONE]\n\n',
  ])
})

test.each([
  ['lines that end as in HTTP', { crlf: true }, 'event: said\r\ndata: {"text":"grüße 🙂"}\r\n\r\n'],
  ['no blank after the colon', { compact: true }, 'event:said\ndata:{"text":"grüße 🙂"}\n\n'],
  ['comments', { comments: 2 }, ': keep-alive\n\nevent: said\ndata: {"text":"grüße 🙂"}\n\n'],
] as const)('%s change the bytes and nothing that a client reads', (_, form, first) => {
  const frames = streamFrames(reply, form)
  expect(String(frames[0])).toBe(first)
  expect(frames).toHaveLength(4)
  expect(parseSse(Buffer.concat(frames)).events).toEqual(understood.events)
})

test('a comment stands before every so many events', () => {
  const frames = streamFrames(reply, { comments: 2 }).map(String)
  expect(frames.map((frame) => frame.startsWith(':'))).toEqual([true, false, true, false])
})

test('events after the end are repeated from the middle', () => {
  const late = streamFrames(reply, { afterEnd: 2 }).slice(4).map(String)
  expect(late).toEqual(['data: [1,2]\n\n', 'data: "\\n"\n\n'])
})
