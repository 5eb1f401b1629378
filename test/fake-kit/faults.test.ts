import { connect, type Socket } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import type { RecordedReply } from '../../src/capture/exchange.ts'
import type { RunningFakes } from '../../src/fake-kit/fakes.ts'
import type { TurnCut, TurnFaults } from '../../src/fake-kit/turn-faults.ts'
import { type Wait, waitInTime } from '../../src/fake-kit/write-reply.ts'
import { chunksOf, parseReply } from './raw-http.ts'
import { startToy } from './toy-provider.ts'

/** What was waited for; what is long is not. */
const waits: number[] = []
const running = await startToy({
  wait: async (ms, signal) => {
    waits.push(ms)
    if (ms <= 10) await waitInTime(ms, signal)
  },
})

afterAll(async () => {
  expect(running.faults).toEqual([])
  await running[Symbol.asyncDispose]()
})

interface Heard {
  readonly bytes: Buffer
  /** How the connection ended. */
  readonly end: 'closed' | 'ECONNRESET'
}

function requestTo(token: string, stream: boolean): string {
  const body = JSON.stringify({ stream })
  const lines = [
    `POST /~${token}/v1/say HTTP/1.1`,
    'Host: x',
    'X-Key: k',
    'Content-Type: application/json',
    'Connection: close',
    `Content-Length: ${body.length}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

function open(fakes: RunningFakes, token: string, stream: boolean): Socket {
  const { hostname, port } = new URL(fakes.baseUrl('openai'))
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true })
  socket.write(requestTo(token, stream))
  return socket
}

/** Plays the toy's `ab🙂` with these faults to a client that hears it to the end. */
async function hear(token: string, faults: TurnFaults, { stream = true, fakes = running } = {}): Promise<Heard> {
  fakes.script(token, 0, [{ text: 'ab🙂', faults }])
  const socket = open(fakes, token, stream)
  const pieces: Buffer[] = []
  socket.on('data', (piece: Buffer) => pieces.push(piece))
  socket.on('end', () => socket.end())
  const end = await new Promise<Heard['end']>((resolve) => {
    socket.on('close', () => resolve('closed'))
    socket.on('error', (error) => resolve('code' in error && error.code === 'ECONNRESET' ? 'ECONNRESET' : 'closed'))
  })
  return { bytes: Buffer.concat(pieces), end }
}

async function recorded(token: string, fakes = running): Promise<RecordedReply | undefined> {
  await fakes.journal.settled({ token }, 5000)
  return fakes.journal.exchanges({ token })[0]?.reply
}

function bodyOf(reply: RecordedReply | undefined): string {
  return Buffer.concat(reply?.frames.map(({ bytes }) => bytes) ?? []).toString()
}

const [a, b, smile, end] = [
  'data: {"said":"a"}\n\n',
  'data: {"said":"b"}\n\n',
  'data: {"said":"🙂"}\n\n',
  'data: END\n\n',
]

test.each<[TurnCut['by'], Heard['end'], RecordedReply['end']]>([
  ['reset', 'ECONNRESET', 'cut'],
  ['close', 'closed', 'cut'],
  ['half-close', 'closed', 'cut'],
  ['end', 'closed', 'complete'],
])('a stream that is cut by %s ends so on the wire and in the journal', async (by, heard, inJournal) => {
  const { bytes, end: ended } = await hear(`cut-${by}`, { cut: { after: 2, by } })
  const wire = parseReply(bytes)
  const reply = await recorded(`cut-${by}`)
  expect(ended).toBe(heard)
  expect(wire.body.toString()).toBe(`${a}${b}`)
  expect(bodyOf(reply)).toBe(`${a}${b}`)
  expect(reply?.end).toBe(inJournal)
  expect(bytes.toString().endsWith('0\r\n\r\n')).toBe(by === 'end')
})

test('a cut inside an event leaves some of it, the same for the same seed', async () => {
  const faults: TurnFaults = { cut: { after: 1, inside: 'event', by: 'close' } }
  const { bytes } = await hear('inside', faults)
  const body = parseReply(bytes).body.toString()
  expect(body.startsWith(a) && body.length > a.length && body.length < a.length + b.length).toBe(true)
  await using again = await startToy()
  const { bytes: same } = await hear('inside', faults, { fakes: again })
  expect(parseReply(same).body.toString()).toBe(body)
  await using other = await startToy({ seed: 'another' })
  const { bytes: others } = await hear('inside', faults, { fakes: other })
  expect(parseReply(others).body.toString()).not.toBe(body)
})

test('a cut inside a character leaves its first byte', async () => {
  const { bytes } = await hear('character', { cut: { after: 0, inside: 'character', by: 'close' } })
  const body = parseReply(bytes).body
  expect(body.subarray(-1)).toEqual(Buffer.from('🙂').subarray(0, 1))
  expect(body.toString()).toContain(`${a}${b}data: {"said":"`)
})

test.each(['reset', 'close'] as const)('a %s before the head leaves no reply', async (by) => {
  const { bytes, end: ended } = await hear(`silent-${by}`, { cut: { after: 'request', by } })
  await running.journal.settled({ token: `silent-${by}` }, 5000)
  const [exchange] = running.journal.exchanges({ token: `silent-${by}` })
  expect(bytes.length).toBe(0)
  expect(ended).toBe(by === 'reset' ? 'ECONNRESET' : 'closed')
  expect(exchange).toMatchObject({
    verdict: { kind: 'accepted' },
    failure: 'the connection ended before the reply began',
  })
  expect(exchange?.reply).toBeUndefined()
})

test('a whole body that is cut is shorter than it was announced', async () => {
  const faults: TurnFaults = { cut: { after: 0, inside: 'event', by: 'close' } }
  const { bytes } = await hear('whole', faults, { stream: false })
  const wire = parseReply(bytes)
  const announced = Number(wire.headers.find(([name]) => name === 'Content-Length')?.[1])
  expect(wire.body.length).toBeGreaterThan(0)
  expect(wire.body.length).toBeLessThan(announced)
  expect(bodyOf(await recorded('whole'))).toBe(wire.body.toString())
})

test('a whole body that ends too early but well is announced as it is', async () => {
  const { bytes } = await hear('early', { cut: { after: 0, inside: 'event', by: 'end' } }, { stream: false })
  const wire = parseReply(bytes)
  expect(Number(wire.headers.find(([name]) => name === 'Content-Length')?.[1])).toBe(wire.body.length)
  expect(() => JSON.parse(wire.body.toString())).toThrow(SyntaxError)
  expect((await recorded('early'))?.end).toBe('complete')
})

test('a connection that is closed for writing stays until its client goes', async () => {
  await using patient = await startToy({ wait: untilAborted([]) })
  patient.script('half', 0, [{ text: 'ab', faults: { cut: { after: 1, by: 'half-close' } } }])
  const socket = open(patient, 'half', true)
  socket.resume()
  await new Promise((resolve) => socket.once('end', resolve))
  expect(patient.journal.exchanges({ token: 'half' })[0]?.reply?.end).toBe('pending')
  socket.end()
  expect((await recorded('half', patient))?.end).toBe('cut')
})

test('delays, pace and stalls are waited for where they stand, and change no byte', async () => {
  waits.length = 0
  const { bytes } = await hear('slow', { delayMs: 40, paceMs: 3, stall: { after: 3, ms: 500 } })
  expect(parseReply(bytes).body.toString()).toBe(`${a}${b}${smile}${end}`)
  expect(waits).toEqual([40, 3, 3, 500])
})

test('the head is on the line before a stall', async () => {
  await using stalled = await startToy({ wait: untilAborted([]) })
  stalled.script('stall', 0, [{ text: 'ab', faults: { stall: { after: 0, ms: 60_000 } } }])
  const socket = open(stalled, 'stall', true)
  const head = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
  expect(head.toString()).toMatch(/^HTTP\/1\.1 200 /)
  socket.destroy()
})

/** Waits for nothing but the end of the connection. */
function untilAborted(ended: number[]): Wait {
  return (ms, signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        ended.push(ms)
        reject(signal.reason)
      })
    })
}

test.each<[string, TurnFaults]>([
  ['a delay', { delayMs: 60_000 }],
  ['a stall', { stall: { after: 1, ms: 60_000 } }],
  ['a pace', { paceMs: 60_000 }],
  ['a half-closed connection', { cut: { after: 1, by: 'half-close' } }],
])('%s ends at once when the client goes, and when the fakes are disposed of', async (_, faults) => {
  const ended: number[] = []
  const fakes = await startToy({ wait: untilAborted(ended) })
  fakes.script('wait', 0, [{ text: 'ab', faults }])
  const leaver = open(fakes, 'wait', true)
  await vi.waitFor(() => expect(fakes.journal.size().exchanges).toBe(1))
  leaver.destroy()
  await vi.waitFor(() => expect(ended).toEqual([60_000]))
  const stayer = open(fakes, 'wait', true)
  stayer.on('error', () => {})
  const gone = new Promise((resolve) => stayer.once('close', resolve))
  stayer.resume().once('end', () => stayer.end())
  await vi.waitFor(() => expect(fakes.journal.size().exchanges).toBe(2))
  await fakes[Symbol.asyncDispose]()
  await gone
  expect(ended.every((ms) => ms === 60_000)).toBe(true)
  expect(await fakes.journal.settled({}, 5000)).toBe(true)
})

test.each<[string, TurnFaults, string | undefined]>([
  ['a wrong content type', { contentType: 'text/html' }, 'text/html'],
  ['no content type', { contentType: null }, undefined],
])('%s is sent and recorded', async (name, faults, wanted) => {
  const token = name.replaceAll(' ', '-')
  const { bytes } = await hear(token, faults)
  const wire = parseReply(bytes)
  expect(wire.headers.find(([each]) => each?.toLowerCase() === 'content-type')?.[1]).toBe(wanted)
  expect((await recorded(token))?.headers).toEqual(wire.headers)
})

test('events may be written several at once, or byte by byte', async () => {
  running.script('packed', 0, [{ text: 'ab🙂', deltas: { eventsPerWrite: 3 } }])
  running.script('bytes', 0, [{ text: 'ab🙂', deltas: { bytesPerWrite: 1 } }])
  const framesOf = async (token: string) => {
    const socket = open(running, token, true)
    const pieces: Buffer[] = []
    for await (const piece of socket) pieces.push(piece)
    const bytes = Buffer.concat(pieces)
    return chunksOf(bytes.subarray(bytes.indexOf('\r\n\r\n') + 4))
  }
  expect((await framesOf('packed')).map(String)).toEqual([`${a}${b}${smile}`, end])
  const single = await framesOf('bytes')
  expect(single.every((chunk) => chunk.length === 1)).toBe(true)
  expect(Buffer.concat(single).toString()).toBe(`${a}${b}${smile}${end}`)
})

test('a script that asks for the impossible is a fault, said in the reply', async () => {
  await using fakes = await startToy()
  const { bytes } = await hear('late', { cut: { after: 9, by: 'reset' } }, { fakes })
  expect(parseReply(bytes).status).toBe(500)
  expect(fakes.faults).toMatchObject([{ code: 'E_TURN_CUT', kind: 'usage' }])
})
