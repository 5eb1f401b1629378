import { Fault } from '../contract/fault.ts'
import { nameHint } from '../contract/suggest.ts'
import { type ProviderId, providerIds, type Surface, surfaces } from '../contract/surface.ts'

/** What a new scenario is about. */
export interface NewScenario {
  readonly id: string
  readonly client: Surface
  readonly provider: ProviderId
  readonly upstream: Surface
  /** `owner/repo#n`, or an address. */
  readonly source: string
}

const idPattern = /^[a-z0-9-]+(?:\/[a-z0-9-]+)+$/

/** @throws Fault E_SCENARIO_ID */
export function checkScenarioId(id: string): void {
  if (idPattern.test(id)) return
  throw new Fault('E_SCENARIO_ID', `${id} is no id of a scenario`, {
    hint: 'Write its family and its name in lower-case letters, digits and dashes: bridge/stop-survives.',
  })
}

/** @param text `openai/responses` @throws Fault E_SCENARIO_UPSTREAM */
export function parseUpstreamName(text: string): { readonly provider: ProviderId; readonly upstream: Surface } {
  const all = providerIds.flatMap((provider) => surfaces.map((upstream) => ({ provider, upstream })))
  const found = all.find(({ provider, upstream }) => `${provider}/${upstream}` === text)
  if (found !== undefined) return found
  throw new Fault('E_SCENARIO_UPSTREAM', `${text} is no provider surface`, {
    hint: nameHint(
      text,
      all.map(({ provider, upstream }) => `${provider}/${upstream}`),
    ),
  })
}

/** A file that runs as it is, with a word at every place where the author's own go. */
export function newScenarioText({ id, client, provider, upstream, source }: NewScenario): string {
  const depth = '../'.repeat(id.split('/').length - 1)
  return `# yaml-language-server: $schema=${depth}scenario.schema.json
id: ${id}
title: What holds when it passes, as one sentence
why: Who is harmed when it does not hold.
sources: ['${source}'] # owner/repo#n, or an address
severity: high # critical, high, medium or low
matrix: # one case for every combination; $name stands for the value
  upstream: [${provider}/${upstream}]
  ${client === 'embeddings' ? 'dimensions: [absent, 256]' : 'stream: [false, true]'}
route: { model: ${client === 'embeddings' ? 'text-embedding-3-small' : 'gpt-5.2'} }
steps:
  - send:
      surface: ${client}
      body: ${bodies[client]}
${client === 'embeddings' ? '' : '    reply: { text: hello } # the answer of the provider, on any surface\n'}    # expect: only what is special. That nothing leaks, gets lost or is added is checked of every case.
    # expect: { upstream: { body: { has: [/model], lacks: [/metadata] } } }
`
}

const bodies: Readonly<Record<Surface, string>> = {
  'chat-completions': '{ messages: [{ role: user, content: Say hello. }], stream: $stream }',
  responses: '{ input: Say hello., stream: $stream }',
  embeddings: '{ input: [one, two], dimensions: $dimensions }',
}
