/**
 * `npm start`: the program as it is published, built anew where a source is younger. It comes up in seconds less than from
 * its sources. Exit code 2 where it cannot be built; what the compiler said stands above.
 */
import { buildWhereStale } from './build-program.ts'

try {
  buildWhereStale()
} catch (error) {
  const why = error instanceof Error ? error.message : String(error)
  process.stderr.write(`watertight cannot be built: ${why}\n  npm run build says the same again.\n`)
  process.exit(2)
}
await import(new URL('../../dist/src/cli/main.js', import.meta.url).href)
