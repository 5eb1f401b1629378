import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface CodexRun {
  readonly code: number
  /** The last message of the model. */
  readonly output: string
  /** What Codex says on the way. */
  readonly log: string
}

export interface CodexOptions {
  readonly executable: string
  readonly prompt: string
  /** Files of its home, by name: `config.toml`, `auth.json`. */
  readonly home: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `codex exec` in a home of its own, with nothing of this machine but the path. */
export async function runCodex(options: CodexOptions): Promise<CodexRun> {
  const folder = await mkdtemp(join(tmpdir(), 'watertight-codex-home-'))
  try {
    for (const [name, text] of Object.entries(options.home)) await writeFile(join(folder, name), text)
    return await run(folder, options)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function run(folder: string, { executable, prompt, flags = [], env = {} }: CodexOptions): Promise<CodexRun> {
  const arguments_ = ['exec', '--skip-git-repo-check', ...flags, prompt]
  const options = {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, CODEX_HOME: folder, ...env },
    timeout: 60_000,
  }
  return new Promise((resolve) => {
    const child = execFile(executable, arguments_, options, (error, output, log) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
      resolve({ code, output: output.trim(), log })
    })
    child.stdin?.end()
  })
}
