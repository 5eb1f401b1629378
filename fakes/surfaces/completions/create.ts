import { defaultTurn } from '../../../src/fake-kit/default-turn.ts'
import type { OperationHandler } from '../../../src/fake-kit/reply.ts'
import { fieldsOf, textOf } from '../fields.ts'
import { tokensOf, usageOf } from '../usage.ts'

/** `POST /completions`: the text of the scripted turn, whole or word by word. */
export const createCompletion: OperationHandler = (call) => {
  const { model, prompt, n, stream, stream_options: options } = fieldsOf(call.body)
  const turn = call.nextTurn() ?? defaultTurn({})
  const text = turn.text ?? ''
  const { input, output } = usageOf(turn, tokensOf(prompt))
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
  const head = { id: `cmpl-${call.noise(29)}`, object: 'text_completion', created: call.now, model: textOf(model) }
  const choices = Array.from({ length: typeof n === 'number' ? n : 1 }, (_, index) => index)
  const choice = (index: number, part: string, end: string | null) => ({
    text: part,
    index,
    logprobs: null,
    finish_reason: end,
  })
  const finish = turn.finish === 'length' ? 'length' : 'stop'
  if (stream !== true) {
    const whole = choices.map((index) => choice(index, text, finish))
    return { kind: 'json', status: 200, body: { ...head, choices: whole, usage } }
  }
  const chunks = choices.flatMap((index) => [
    ...wordsOf(text).map((word) => ({ ...head, choices: [choice(index, word, null)] })),
    { ...head, choices: [choice(index, '', finish)] },
  ])
  const last = fieldsOf(options)['include_usage'] === true ? [{ ...head, choices: [], usage }] : []
  return { kind: 'stream', events: [...chunks, ...last].map((data) => ({ data })), terminator: '[DONE]' }
}

function wordsOf(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? []
}
