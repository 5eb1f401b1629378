import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder of scenario files that removes itself. */
export interface ScenarioFolder extends Disposable {
  readonly path: string
}

export function scenarioFolder(files: Readonly<Record<string, string>>): ScenarioFolder {
  const path = mkdtempSync(join(tmpdir(), 'watertight-scenarios-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** A scenario that has everything it needs; lines are replaced or added by tests. */
export const soundScenario = `id: chat/hello
title: Hello arrives
why: Because.
sources: [owner/repo#1]
severity: low
matrix:
  upstream: [openai/chat-completions]
  stream: [false, true]
steps:
  - send:
      surface: chat-completions
      body: { messages: [{ role: user, content: hi }], stream: $stream }
    reply: { text: hello }
`
