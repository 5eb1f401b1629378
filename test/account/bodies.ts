/** A Chat Completions request that uses every part of the bridge, and the Responses request that a correct gateway makes of it. */
export const chatBody: unknown = {
  model: 'my-alias',
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
      ],
    },
    {
      role: 'assistant',
      content: 'I will look.',
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"it"}' } }],
    },
    { role: 'tool', tool_call_id: 'call_1', content: 'a cat' },
    { role: 'user', content: 'Sure?' },
  ],
  tools: [
    {
      type: 'function',
      function: {
        name: 'look',
        description: 'Looks.',
        strict: true,
        parameters: { type: 'object', properties: { at: { type: 'string' } } },
      },
    },
    { type: 'function', function: { name: 'ask', parameters: { type: 'object' } } },
  ],
  tool_choice: { type: 'function', function: { name: 'look' } },
  response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' }, strict: true } },
  verbosity: 'low',
  reasoning_effort: 'high',
  max_completion_tokens: 64,
  metadata: { order: '42' },
  stream: true,
  stream_options: { include_usage: true },
  n: 1,
  user: 'u-1',
}

export const responsesBody: unknown = {
  model: 'gpt-5.2',
  input: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'input_text', text: 'What is this?' },
        { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
      ],
    },
    { role: 'assistant', content: [{ type: 'output_text', text: 'I will look.' }] },
    { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '{"at":"it"}' },
    { type: 'function_call_output', call_id: 'call_1', output: 'a cat' },
    { role: 'user', content: 'Sure?' },
  ],
  tools: [
    {
      type: 'function',
      name: 'look',
      description: 'Looks.',
      strict: true,
      parameters: { type: 'object', properties: { at: { type: 'string' } } },
    },
    { type: 'function', name: 'ask', strict: false, parameters: { type: 'object' } },
  ],
  tool_choice: { type: 'function', name: 'look' },
  text: { format: { type: 'json_schema', name: 'answer', schema: { type: 'object' }, strict: true }, verbosity: 'low' },
  reasoning: { effort: 'high' },
  max_output_tokens: 64,
  metadata: { order: '42' },
  stream: true,
  store: false,
  user: 'u-1',
}
