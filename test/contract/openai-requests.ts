/** One valid value of every kind that a request to OpenAI may hold, so that no corner of the contract stays untried. */

export type RequestBody = Readonly<Record<string, unknown>>

const cached = { prompt_cache_breakpoint: { mode: 'explicit' } }
const schema = { type: 'object', properties: { city: { type: 'string' } } }

export const chatRequest: RequestBody = {
  model: 'gpt-5.6-terra',
  messages: [
    { role: 'system', content: 'a', name: 'admin' },
    { role: 'developer', content: [{ type: 'text', text: 'b', ...cached }] },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'c' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' }, ...cached },
        { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
        { type: 'file', file: { filename: 'a.pdf', file_data: 'aGk=' } },
      ],
    },
    {
      role: 'assistant',
      content: [{ type: 'refusal', refusal: 'no' }],
      audio: { id: 'audio_1' },
      function_call: { name: 'f', arguments: '{}' },
      tool_calls: [
        { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'call_2', type: 'custom', custom: { name: 'g', input: 'x' } },
      ],
    },
    { role: 'tool', content: 'd', tool_call_id: 'call_1' },
    { role: 'function', content: 'e', name: 'f' },
  ],
  functions: [{ name: 'f', description: 'd', parameters: schema }],
  function_call: { name: 'f' },
  tools: [
    { type: 'function', function: { name: 'f', description: 'd', parameters: schema, strict: true } },
    { type: 'custom', custom: { name: 'g', format: { type: 'text' } } },
    {
      type: 'custom',
      custom: { name: 'h', format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'x' } } },
    },
  ],
  tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function' }] } },
  moderation: { model: 'omni-moderation-latest', policy: { input: { mode: 'block' }, output: { mode: 'score' } } },
  prompt_cache_options: { mode: 'explicit', ttl: '30m' },
  response_format: { type: 'json_schema', json_schema: { name: 'n', description: 'd', schema, strict: true } },
  logit_bias: { 50256: -100 },
  stop: ['a', 'b'],
  stream: true,
  stream_options: { include_usage: true, include_obfuscation: false },
  metadata: { key: 'value' },
  prediction: { type: 'content', content: [{ type: 'text', text: 'p' }] },
  audio: { voice: { id: 'voice_1' }, format: 'mp3' },
  modalities: ['text', 'audio'],
  web_search_options: { user_location: { type: 'approximate', approximate: { country: 'DE' } } },
}

const caller = { type: 'program', caller_id: 'call_0' }
const call = { call_id: 'call_1', status: 'completed' }
const image = { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'auto', ...cached }
const file = { type: 'input_file', file_id: 'file_1', detail: 'low' }
const citation = { type: 'url_citation', url: 'https://example.com', start_index: 0, end_index: 1, title: 't' }
const logprob = { token: 'h', logprob: -0.1, bytes: [104], top_logprobs: [{ token: 'h', logprob: -0.1, bytes: [104] }] }
const agent = { agent: { agent_name: 'a' } }

const requestTools = [
  { type: 'function', name: 'f', description: null, parameters: schema, strict: null, allowed_callers: ['direct'] },
  {
    type: 'file_search',
    vector_store_ids: ['vs_1'],
    ranking_options: { ranker: 'auto', hybrid_search: { embedding_weight: 1, text_weight: 1 } },
    filters: {
      type: 'and',
      filters: [
        { type: 'eq', key: 'k', value: 'v' },
        { type: 'or', filters: [{ type: 'in', key: 'k', value: ['v', 1] }] },
      ],
    },
  },
  { type: 'computer' },
  { type: 'computer_use_preview', environment: 'browser', display_width: 1, display_height: 1 },
  { type: 'web_search', filters: { allowed_domains: ['example.com'] }, user_location: { country: 'DE' } },
  {
    type: 'mcp',
    server_label: 's',
    headers: { a: 'b' },
    allowed_tools: { tool_names: ['t'] },
    require_approval: 'never',
  },
  { type: 'mcp', server_label: 's', allowed_tools: ['t'], require_approval: { always: { read_only: true } } },
  {
    type: 'code_interpreter',
    container: {
      type: 'auto',
      memory_limit: '4g',
      network_policy: {
        type: 'allowlist',
        allowed_domains: ['example.com'],
        domain_secrets: [{ domain: 'example.com', name: 'n', value: 'v' }],
      },
    },
  },
  { type: 'programmatic_tool_calling' },
  { type: 'image_generation', input_image_mask: { file_id: 'file_1' }, partial_images: 3 },
  { type: 'local_shell' },
  { type: 'shell', environment: { type: 'local', skills: [{ name: 'n', description: 'd', path: 'p' }] } },
  {
    type: 'shell',
    environment: {
      type: 'container_auto',
      skills: [
        { type: 'skill_reference', skill_id: 'skill_1' },
        {
          type: 'inline',
          name: 'n',
          description: 'd',
          source: { type: 'base64', media_type: 'application/zip', data: 'aGk=' },
        },
      ],
    },
  },
  { type: 'custom', name: 'g', format: { type: 'grammar', syntax: 'regex', definition: 'x' } },
  {
    type: 'namespace',
    name: 'n',
    description: 'd',
    tools: [
      { type: 'function', name: 'f' },
      { type: 'custom', name: 'g' },
    ],
  },
  { type: 'tool_search', execution: 'client', parameters: schema },
  { type: 'web_search_preview', user_location: { type: 'approximate', city: 'Berlin' } },
  { type: 'apply_patch' },
]

const inputItems = [
  { role: 'user', content: 'hi' },
  { id: 'msg_1' },
  { type: 'additional_tools', role: 'developer', tools: [{ type: 'computer' }] },
  {
    type: 'agent_message',
    ...agent,
    author: 'a',
    recipient: 'b',
    content: [{ type: 'encrypted_content', encrypted_content: 'x' }],
  },
  { type: 'apply_patch_call', ...call, caller, operation: { type: 'update_file', path: 'a', diff: 'd' } },
  { type: 'apply_patch_call', ...call, operation: { type: 'delete_file', path: 'a' } },
  { type: 'apply_patch_call_output', ...call, output: 'ok' },
  {
    type: 'code_interpreter_call',
    id: 'ci_1',
    status: 'completed',
    container_id: 'c',
    code: null,
    outputs: [
      { type: 'logs', logs: 'l' },
      { type: 'image', url: 'u' },
    ],
  },
  { type: 'compaction', encrypted_content: 'x' },
  { type: 'compaction_trigger' },
  {
    type: 'computer_call',
    id: 'cu_1',
    ...call,
    pending_safety_checks: [{ id: 's', code: null }],
    action: { type: 'drag', path: [{ x: 1, y: 2 }], keys: null },
    actions: [{ type: 'click', button: 'left', x: 1, y: 1 }, { type: 'screenshot' }],
  },
  {
    type: 'computer_call_output',
    ...call,
    output: { type: 'computer_screenshot', file_id: 'file_1' },
    acknowledged_safety_checks: [{ id: 's' }],
  },
  { type: 'custom_tool_call', call_id: 'call_1', name: 'g', input: 'x', caller: { type: 'direct' } },
  { type: 'custom_tool_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 't' }] },
  {
    type: 'file_search_call',
    id: 'fs_1',
    status: 'completed',
    queries: ['q'],
    results: [{ file_id: 'file_1', attributes: { a: 1 } }],
  },
  { type: 'function_call', id: 'fc_1', ...call, name: 'f', arguments: '{}', caller },
  { type: 'function_call_output', ...call, output: [image, file], caller },
  { type: 'image_generation_call', id: 'ig_1', status: 'completed', result: null },
  { type: 'item_reference', id: 'msg_1' },
  {
    type: 'local_shell_call',
    id: 'ls_1',
    ...call,
    action: { type: 'exec', command: ['ls'], env: { A: 'b' }, timeout_ms: null },
  },
  { type: 'local_shell_call_output', id: 'ls_1', call_id: 'call_1', output: 'o' },
  { type: 'mcp_approval_request', id: 'mcpr_1', server_label: 's', name: 'n', arguments: '{}' },
  { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true },
  {
    type: 'mcp_call',
    id: 'mcp_1',
    server_label: 's',
    name: 'n',
    arguments: '{}',
    error: { type: 'http_error', code: 500, message: 'm' },
  },
  { type: 'mcp_list_tools', id: 'mcpl_1', server_label: 's', tools: [{ name: 'n', input_schema: schema }] },
  {
    type: 'message',
    role: 'user',
    content: [
      { type: 'input_text', text: 't', ...cached },
      image,
      file,
      { type: 'input_audio', input_audio: { data: 'a', format: 'mp3' } },
    ],
  },
  {
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status: 'completed',
    phase: 'final_answer',
    content: [
      { type: 'output_text', text: 't', annotations: [citation], logprobs: [logprob] },
      { type: 'refusal', refusal: 'no' },
    ],
  },
  { type: 'multi_agent_call', ...agent, call_id: 'call_1', action: 'spawn_agent', arguments: '{}' },
  {
    type: 'multi_agent_call_output',
    call_id: 'call_1',
    action: 'wait_agent',
    output: [{ type: 'output_text', text: 't' }],
  },
  { type: 'program', id: 'p_1', call_id: 'call_1', code: 'c', fingerprint: 'f' },
  { type: 'program_output', id: 'po_1', call_id: 'call_1', result: 'r', status: 'completed' },
  {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ type: 'summary_text', text: 's' }],
    content: [{ type: 'reasoning_text', text: 'r' }],
    encrypted_content: 'x',
  },
  {
    type: 'shell_call',
    ...call,
    action: { commands: ['ls'], timeout_ms: 1 },
    environment: { type: 'container_reference', container_id: 'c' },
  },
  {
    type: 'shell_call_output',
    ...call,
    output: [
      { stdout: 'o', stderr: '', outcome: { type: 'exit', exit_code: 0 } },
      { stdout: '', stderr: '', outcome: { type: 'timeout' } },
    ],
  },
  { type: 'tool_search_call', arguments: { query: 'q' }, execution: 'client' },
  { type: 'tool_search_output', tools: [{ type: 'apply_patch' }] },
  {
    type: 'web_search_call',
    id: 'ws_1',
    status: 'completed',
    action: { type: 'search', query: 'q', sources: [{ type: 'url', url: 'u' }] },
  },
  {
    type: 'web_search_call',
    id: 'ws_2',
    status: 'completed',
    action: { type: 'find_in_page', url: 'u', pattern: 'p' },
  },
]

export const responseRequest: RequestBody = {
  model: 'gpt-5.6-terra',
  input: inputItems,
  tools: requestTools,
  tool_choice: { type: 'mcp', server_label: 's', name: null },
  prompt: { id: 'pmpt_1', version: null, variables: { a: 'text', b: { type: 'input_text', text: 't' } } },
  conversation: { id: 'conv_1' },
  moderation: { model: 'omni-moderation-latest', policy: { input: { mode: 'block' } } },
  include: ['reasoning.encrypted_content'],
  metadata: { key: 'value' },
  text: { format: { type: 'json_schema', name: 'n', schema, strict: true }, verbosity: 'low' },
  stream_options: { include_obfuscation: false },
  reasoning: { effort: 'max', summary: 'auto', context: 'all_turns', mode: 'pro' },
  prompt_cache_options: { mode: 'implicit' },
  context_management: [{ type: 'compaction', compact_threshold: 1000 }],
}
