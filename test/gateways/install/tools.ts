import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for installations, and programs that stand in for npm and Python. */
export interface Tools extends Disposable {
  readonly cache: string
  readonly env: { readonly PATH: string }
  /** A shell script of this name; `$LOG` names a file beside it. */
  write(name: string, script: string): void
  readonly log: string
}

export function tools(): Tools {
  const folder = mkdtempSync(join(tmpdir(), 'install-'))
  const log = join(folder, 'log')
  writeFileSync(log, '')
  return {
    cache: join(folder, 'cache'),
    env: { PATH: `${folder}:/usr/bin:/bin` },
    log,
    write: (name, script) => writeFileSync(join(folder, name), `#!/bin/sh\nLOG=${log}\n${script}\n`, { mode: 0o755 }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}
