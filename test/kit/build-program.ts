import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** The last thing that a build writes. */
const built = join(root, 'dist', 'prepared-contracts.json')
const sources = ['src', 'fakes', 'contracts', 'package.json', 'tsconfig.json']

/**
 * Tests start the program as it is published: it comes up in a tenth of the time that the sources need, which check and
 * compile all contracts first.
 */
export function setup(): void {
  buildWhereStale()
}

/** Builds anew where a source is younger. @throws Error when the build fails; it has printed why */
export function buildWhereStale(): void {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (sources.some((name) => youngest(join(root, name)) > builtAt)) {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' })
  }
}

/** Folders count as well: a file that is gone leaves its folder younger. */
function youngest(path: string): number {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, youngest(join(path, name))), own.mtimeMs)
}
