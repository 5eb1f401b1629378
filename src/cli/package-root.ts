import { readFileSync } from 'node:fs'
import { packagePath } from '../contract/package-path.ts'
import { isRecord } from '../contract/pointer.ts'

export const contractsRoot: string = packagePath('contracts')

export const bundledScenarios: string = packagePath('scenarios')

/** Gateways as files. */
export const bundledGateways: string = packagePath('scenarios', 'gateways')

/** As in package.json. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
  return isRecord(manifest) ? String(manifest['version']) : 'unknown'
}
