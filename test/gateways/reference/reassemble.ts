import { isRecord, valueAt } from '../../../src/contract/pointer.ts'

/** What a client makes of a chat stream. */
export interface Reassembled {
  readonly text: string
  readonly refusal: string
  readonly calls: readonly Call[]
  readonly finish: readonly unknown[]
  readonly usage: unknown
  readonly error: unknown
  readonly isDone: boolean
}

interface Call {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly input: string
}

/** The parsed `data:` of every event, without the terminator. */
export function eventsOf(stream: string): unknown[] {
  return dataOf(stream)
    .filter((data) => data !== '[DONE]')
    .map((data) => JSON.parse(data))
}

/** Reassembles as clients do: tool-call deltas are joined by their index. */
export function reassemble(stream: string): Reassembled {
  const events = eventsOf(stream)
  const texts = (pointer: string): string => events.map((event) => stringAt(event, pointer)).join('')
  return {
    text: texts('/choices/0/delta/content'),
    refusal: texts('/choices/0/delta/refusal'),
    calls: callsOf(events),
    finish: events.map((event) => valueAt(event, '/choices/0/finish_reason')).filter((reason) => reason != null),
    usage: events.map((event) => valueAt(event, '/usage')).find(isRecord),
    error: events.map((event) => valueAt(event, '/error')).find(isRecord),
    isDone: dataOf(stream).at(-1) === '[DONE]',
  }
}

function callsOf(events: readonly unknown[]): Call[] {
  const calls: Call[] = []
  for (const event of events) {
    const deltas = valueAt(event, '/choices/0/delta/tool_calls')
    for (const delta of Array.isArray(deltas) ? deltas : []) {
      const index = Number(valueAt(delta, '/index'))
      const { id = '', type = '', name = '', input = '' } = calls[index] ?? {}
      calls[index] = {
        id: id + stringAt(delta, '/id'),
        type: type + stringAt(delta, '/type'),
        name: name + stringAt(delta, '/function/name') + stringAt(delta, '/custom/name'),
        input: input + stringAt(delta, '/function/arguments') + stringAt(delta, '/custom/input'),
      }
    }
  }
  return calls
}

function stringAt(value: unknown, pointer: string): string {
  const found = valueAt(value, pointer)
  return typeof found === 'string' ? found : ''
}

function dataOf(stream: string): string[] {
  return stream
    .split('\n\n')
    .filter((frame) => frame !== '')
    .map((frame) => frame.replace(/^data: /, ''))
}
