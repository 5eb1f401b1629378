/** A completed Responses object, and the events that lead to it, as OpenAI sends them. */
export function responseOf(output: readonly object[], more: object = {}): Record<string, unknown> {
  return {
    id: 'resp_0123',
    object: 'response',
    created_at: 1_755_041_560,
    status: 'completed',
    error: null,
    incomplete_details: null,
    model: 'gpt-5.2-codex',
    output,
    service_tier: 'default',
    usage: {
      input_tokens: 30,
      input_tokens_details: { cached_tokens: 10 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 50,
    },
    ...more,
  }
}

export function messageItem(text: string): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
  }
}

export function callItem(name: string, args: string): object {
  return {
    id: `fc_${name}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${name}`,
    name,
    arguments: args,
  }
}

/** A text in two deltas. */
export function textEvents(before: string, after: string): object[] {
  const item = { item_id: 'msg_1', output_index: 0, content_index: 0 }
  return numbered([
    { type: 'response.created', response: responseOf([], { status: 'in_progress', usage: null }) },
    { type: 'response.in_progress', response: responseOf([], { status: 'in_progress', usage: null }) },
    { type: 'response.output_item.added', output_index: 0, item: { id: 'msg_1', type: 'message', content: [] } },
    { type: 'response.output_text.delta', ...item, delta: before, logprobs: [], obfuscation: 'x1' },
    { type: 'response.output_text.delta', ...item, delta: after, logprobs: [], obfuscation: 'x2' },
    { type: 'response.output_text.done', ...item, text: before + after, logprobs: [] },
    { type: 'response.output_item.done', output_index: 0, item: messageItem(before + after) },
    { type: 'response.completed', response: responseOf([messageItem(before + after)]) },
  ])
}

/** A text, then two calls whose arguments arrive in turns. */
export function interleavedCallEvents(): object[] {
  const opened = (name: string, output_index: number): object => ({
    type: 'response.output_item.added',
    output_index,
    item: {
      id: `fc_${name}`,
      type: 'function_call',
      status: 'in_progress',
      call_id: `call_${name}`,
      name,
      arguments: '',
    },
  })
  const delta = (name: string, output_index: number, text: string): object => ({
    type: 'response.function_call_arguments.delta',
    item_id: `fc_${name}`,
    output_index,
    delta: text,
  })
  return numbered([
    ...textEvents('I will ', 'look.').slice(0, 5),
    opened('weather', 1),
    opened('time', 2),
    delta('weather', 1, '{"city":'),
    delta('time', 2, '{"zone":'),
    delta('weather', 1, '"Oslo"}'),
    delta('time', 2, '"CET"}'),
    {
      type: 'response.completed',
      response: responseOf([
        messageItem('I will look.'),
        callItem('weather', '{"city":"Oslo"}'),
        callItem('time', '{"zone":"CET"}'),
      ]),
    },
  ])
}

function numbered(events: readonly object[]): object[] {
  return events.map((event, sequence_number) => ({ ...event, sequence_number }))
}
