import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file or folder of this package, found the same way from the sources and from `dist/`. */
export function packagePath(...parts: readonly string[]): string {
  return join(dirname(fileURLToPath(import.meta.resolve('#package'))), ...parts)
}
