// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GatewayAdapter } from '../../../../src/gateways/adapter.ts'
import { fileGatewayAdapter } from '../../../../src/gateways/process/adapter.ts'

export const tinyFile: string = fileURLToPath(new URL('gateway.yaml', import.meta.url))

/** The test runner's own Node is found first. */
export const env: { readonly PATH: string } = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` }

/** The tiny gateway with each text of its file replaced by another. */
export function tinyGateway(changes: Readonly<Record<string, string>> = {}): GatewayAdapter & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-gateway-'))
  const here = `${dirname(tinyFile)}/gateway.mjs`
  const text = Object.entries({ '${here}/gateway.mjs': here, ...changes }).reduce(
    (all, [from, to]) => {
      if (!all.includes(from)) throw new Error(`the file does not say ${from}`)
      return all.replace(from, () => to)
    },
    readFileSync(tinyFile, 'utf8'),
  )
  const file = join(folder, 'gateway.yaml')
  writeFileSync(file, text)
  return { ...fileGatewayAdapter({ file, env }), [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
