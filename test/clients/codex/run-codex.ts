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
  readonly baseUrl: string
  readonly key: string
  readonly prompt: string
}

/** `codex exec` in a folder of its own, with nothing of this machine but the path, at a provider of its own. */
export async function runCodex(options: CodexOptions): Promise<CodexRun> {
  const home = await mkdtemp(join(tmpdir(), 'watertight-codex-home-'))
  try {
    await writeFile(join(home, 'config.toml'), configuration(options.baseUrl))
    return await run(home, options)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function configuration(baseUrl: string): string {
  return `
model = "gpt-5"
model_provider = "fake"
[model_providers.fake]
name = "fake"
base_url = "${baseUrl}"
env_key = "FAKE_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`
}

function run(home: string, { executable, key, prompt }: CodexOptions): Promise<CodexRun> {
  const env = { PATH: process.env['PATH'], HOME: home, CODEX_HOME: home, FAKE_KEY: key }
  return new Promise((resolve) => {
    const child = execFile(
      executable,
      ['exec', '--skip-git-repo-check', prompt],
      { cwd: home, env, timeout: 60_000 },
      (error, output, log) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1
        resolve({ code, output: output.trim(), log })
      },
    )
    child.stdin?.end()
  })
}
