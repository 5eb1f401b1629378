import { expect, test } from 'vitest'
import type { HeaderPair, RecordedReply } from '../../src/capture/exchange.ts'
import { trustedHeader } from '../../src/checks/trusted-headers.ts'
import { json, saidOf } from './reply-kit.ts'

function replyWith(...headers: readonly HeaderPair[]): RecordedReply {
  const reply = json({})
  return { ...reply, headers: [...reply.headers, ...headers] }
}

const facts = { dropSignalHeader: 'x-dropped' }

test('what the gateway writes itself is its own, also where a provider claims the same name', () => {
  const client = replyWith(['x-litellm-model-id', 'mine'], ['x-dropped', 'stop'])
  const provider = replyWith(['X-LiteLLM-Model-Id', 'another'], ['x-request-id', '7'])
  expect(saidOf(trustedHeader, { client, provider, facts })).toBe('passed')
})

test.each(['x-litellm-model-id', 'X-Bifrost-Provider', 'set-cookie', 'x-dropped'])(
  "a provider's %s does not reach the client",
  (name) => {
    const reply = replyWith([name, 'another'], ['x-request-id', '7'])
    expect(saidOf(trustedHeader, { client: reply, facts })).toEqual([
      `the client reads the provider's ${name.toLowerCase()} as if the gateway had written it`,
    ])
  },
)
