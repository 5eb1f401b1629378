import { valueAt } from '../../../src/contract/pointer.ts'
import type { DefectCase } from './defect-case.ts'
import { callItem, interleavedCallEvents, messageItem, responseOf, textEvents } from './fixtures.ts'
import { chatModel, responsesModel } from './gateway-kit.ts'
import { eventsOf, reassemble } from './reassemble.ts'
import { type Answer, answerEvents, answerJson, answerPieces } from './upstream.ts'

const streamed = { stream: true }
const chat = { model: chatModel }
const chatStream = { model: chatModel, stream: true }
const onResponses = { path: '/v1/responses', ask: { model: responsesModel, input: 'hi' } } as const
const onResponsesStream = { path: '/v1/responses', ask: { ...onResponses.ask, stream: true } } as const

const onChat = { path: '/v1/responses', ask: { model: chatModel, input: 'hi', messages: undefined } } as const
const onChatStream = { path: '/v1/responses', ask: { ...onChat.ask, stream: true } } as const
const finished = { id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }

const chunk = (delta: object, more: object = {}) => ({
  id: 'x',
  choices: [{ index: 0, delta, finish_reason: null }],
  ...more,
})
const usageChunk = { id: 'x', choices: [], usage: { total_tokens: 3 } }

function chunks(...said: readonly object[]): Answer {
  return answerPieces([...said.map((each) => `data: ${JSON.stringify(each)}\n\n`), 'data: [DONE]\n\n'])
}

function completion(choice: object, ...others: readonly object[]): Answer {
  return answerJson({ id: 'x', choices: [choice, ...others].map((each, index) => ({ index, ...each })) })
}

function typesIn(text: string): string[] {
  return [...text.matchAll(/^event: (.*)$/gm)].map(([, type = '']) => type)
}

function sequenceIn(text: string): unknown[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => valueAt(JSON.parse(data), '/sequence_number'))
}

const token = (text: string) => ({ token: text, logprob: -0.1, bytes: null, top_logprobs: [] })
const refusal = { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }
const reasoning = { id: 'rs_1', type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] }
const failed = { type: 'response.failed', response: responseOf([], { status: 'failed', error: { message: 'Sorry.' } }) }
const refused = (error: object) => answerJson({ error: { message: 'No.', type: 'x', param: null, ...error } }, 400)
const late = { ...textEvents('hel', 'lo')[3] }

/** Of the defects in replies and streams. */
export const replyDefectCases: Readonly<Record<string, DefectCase>> = {
  'filter-results-removed': {
    ask: chat,
    answer: completion({ message: { content: 'hi' }, content_filter_results: { hate: { filtered: false } } }),
    symptom: ({ text }) => !text.includes('content_filter_results'),
  },
  'reasoning-summary-lost': {
    ...onResponses,
    answer: answerJson(responseOf([reasoning])),
    symptom: ({ text }) => !text.includes('Hm.'),
  },
  'usage-details-absent': {
    ...onResponses,
    answer: answerJson(responseOf([messageItem('hi')])),
    symptom: ({ text }) => !text.includes('input_tokens_details'),
  },
  'created-names-other-model': {
    ...onResponsesStream,
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ text }) => text.includes('"model":"openai-default"'),
  },
  'words-beside-reasoning-lost': {
    ask: chatStream,
    answer: chunks(chunk({ reasoning_content: 'hm', content: 'hi' })),
    symptom: ({ text }) => reassemble(text).text === '',
  },
  'first-choice-only': {
    ask: chat,
    answer: completion({ message: { content: 'a' } }, { message: { content: 'b' } }),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/1') === undefined,
  },
  'choices-joined': {
    ask: chat,
    answer: completion({ message: { content: 'a' } }, { message: { content: 'b' } }),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/0/message/content') === 'ab',
  },
  'top-logprobs-null': {
    ask: chat,
    answer: completion({ message: { content: 'a' }, logprobs: { content: [token('a')], refusal: null } }),
    symptom: ({ text }) => text.includes('"top_logprobs":null'),
  },
  'sequence-number-stands': {
    ...onResponsesStream,
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ text }) => sequenceIn(text).every((each) => each === 0),
  },
  'sequence-number-missing': {
    ...onResponsesStream,
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ text }) => sequenceIn(text).every((each) => each === undefined),
  },
  'three-event-types': {
    ...onResponsesStream,
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ text }) => new Set(typesIn(text)).size === 3,
  },
  'calls-in-last-event-only': {
    ...onResponsesStream,
    answer: answerEvents(interleavedCallEvents()),
    symptom: ({ text }) => !typesIn(text).some((type) => type.includes('arguments')) && text.includes('Oslo'),
  },
  'stream-never-done': {
    ask: chatStream,
    answer: chunks(chunk({ content: 'hi' })),
    symptom: ({ text }) => !reassemble(text).isDone,
  },
  'usage-unasked': {
    ask: streamed,
    answer: answerEvents(textEvents('hel', 'lo')),
    symptom: ({ text }) => reassemble(text).usage !== undefined,
  },
  'usage-chunk-lost': {
    ask: { ...chatStream, stream_options: { include_usage: true } },
    answer: chunks(chunk({ content: 'hi' }), usageChunk),
    symptom: ({ text }) => reassemble(text).usage === undefined,
  },
  'first-chunk-doubled': {
    ask: chatStream,
    answer: chunks(chunk({ role: 'assistant' }), chunk({ content: 'hi' })),
    symptom: ({ text }) => eventsOf(text).length === 3,
  },
  'stream-kept-back': {
    ask: chatStream,
    answer: answerEvents(textEvents('hel', 'lo'), 'cut'),
    symptom: ({ text }) => text === '',
  },
  'restarts-after-output': {
    ask: chatStream,
    answer: answerEvents(textEvents('hel', 'lo').slice(0, 4), 'cut'),
    symptom: ({ requests }) => requests.length > 1,
  },
  'first-chunk-without-choices': {
    ask: chatStream,
    answer: chunks({ id: '', choices: [], prompt_filter_results: [] }, chunk({ content: 'hi' })),
    symptom: ({ text }) => !text.includes('"hi"'),
  },
  'bridge-estimates-usage': {
    answer: answerJson(responseOf([messageItem('hi')])),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/usage/total_tokens') === 9,
  },
  'bridge-loses-refusal': {
    answer: answerJson(responseOf([refusal])),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/0/message/refusal') === null,
  },
  'bridge-compounds-call-ids': {
    answer: answerJson(responseOf([callItem('f', '{}')])),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/0/message/tool_calls/0/id') === 'call_f|fc_f',
  },
  'bridge-forwards-late-events': {
    ask: streamed,
    answer: answerEvents([...textEvents('hel', 'lo'), late]),
    symptom: ({ text }) => reassemble(text).text === 'hellohel',
  },
  'bridge-keeps-last-logprobs': {
    answer: answerJson(
      responseOf([
        { type: 'message', content: [{ type: 'output_text', text: 'ab', logprobs: [token('a'), token('b')] }] },
      ]),
    ),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/choices/0/logprobs/content/0/token') === 'b',
  },
  'error-code-is-status': {
    answer: refused({ code: 'context_length_exceeded' }),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/error/code') === '400',
  },
  'numeric-code-is-a-fault': {
    answer: refused({ code: 400 }),
    symptom: ({ status }) => status === 502,
  },
  'error-is-an-answer': {
    answer: refused({ code: null }),
    symptom: ({ status, text }) => status === 200 && valueAt(JSON.parse(text), '/choices/0/message/content') === 'No.',
  },
  'stream-error-prints-trace': {
    ask: streamed,
    answer: answerEvents([failed]),
    symptom: ({ text }) => text.includes('Traceback (most recent call last)'),
  },
  'stream-error-loses-words': {
    ask: streamed,
    answer: answerEvents([failed]),
    symptom: ({ text }) => !text.includes('Sorry.'),
  },
  'back-truncation-looks-complete': {
    ...onChat,
    answer: completion({ message: { content: 'hi' }, finish_reason: 'length' }),
    symptom: ({ text }) => valueAt(JSON.parse(text), '/status') === 'completed',
  },
  'back-reasoning-hides-words': {
    ...onChatStream,
    answer: chunks(chunk({ role: 'assistant' }), chunk({ reasoning_content: 'hm', content: 'hello' }), finished),
    symptom: ({ text }) => !text.includes('hello'),
  },
  'back-items-left-open': {
    ...onChatStream,
    answer: chunks(chunk({ role: 'assistant' }), chunk({ content: 'hello' }), finished),
    symptom: ({ text }) => !typesIn(text).includes('response.output_item.done'),
  },
}
