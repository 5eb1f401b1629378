import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Scripts of a Python environment name its interpreter by its path: they are made here, and will be there. */
export async function moveScripts(scripts: string, here: string, there: string): Promise<void> {
  for (const entry of await readdir(scripts, { withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(scripts, entry.name)
    const bytes = await readFile(file)
    if (!bytes.includes(here)) continue
    await writeFile(file, bytes.toString('latin1').replaceAll(byteText(here), byteText(there)), 'latin1')
  }
}

/** One character for each byte, so that what is no UTF-8 stays as it is. */
function byteText(text: string): string {
  return Buffer.from(text).toString('latin1')
}
