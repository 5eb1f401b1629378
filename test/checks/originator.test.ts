import { expect, test } from 'vitest'
import type { HeaderPair } from '../../src/capture/exchange.ts'
import type { ProviderId } from '../../src/contract/surface.ts'
import { caseFacts, credential, findingsOf } from './facts.ts'

function said(provider: ProviderId, ...headers: readonly HeaderPair[]): readonly string[] {
  const [target] = caseFacts().targets
  const findings = findingsOf({
    facts: { targets: [{ ...target, provider }] },
    upstream: [{ headers: [...credential, ...headers] }],
  })
  return findings.filter((text) => text.startsWith('header/originator'))
}

test('the first word of the user agent is the originator', () => {
  expect(said('codex', ['originator', 'codex_cli_rs'], ['User-Agent', 'codex_cli_rs/0.169.0 (Linux)'])).toEqual([])
  expect(said('codex', ['originator', 'codex_cli_rs'], ['user-agent', 'codex_vscode/1'])).toEqual([
    'header/originator: the originator is codex_cli_rs, the user agent says codex_vscode',
  ])
})

test('one of the two alone is a disagreement, and so is a name that only begins like the other', () => {
  expect(said('codex', ['user-agent', 'undici'])).toEqual([
    'header/originator: the originator is not named, the user agent says undici',
  ])
  expect(said('codex', ['originator', 'codex_cli_rs'])).toEqual([
    'header/originator: the originator is codex_cli_rs, the user agent says nothing',
  ])
  expect(said('codex', ['originator', 'codex'], ['user-agent', 'codex_cli_rs/1'])).toHaveLength(1)
})

test('other providers ask nobody for a name', () => {
  expect(said('openai', ['user-agent', 'undici'])).toEqual([])
})
