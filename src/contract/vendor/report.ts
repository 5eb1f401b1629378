import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, faultLine } from '../fault.ts'
import { isRecord } from '../pointer.ts'
import { readYamlFile } from '../yaml-file.ts'
import { compareContract } from './compare-contract.ts'
import type { Difference } from './difference.ts'
import { explainDifferences } from './exceptions.ts'

export interface ComparisonReport {
  readonly text: string
  /** Every difference is explained, and every explanation is needed. */
  readonly isClean: boolean
}

/**
 * @param dir the folder of a provider's contract
 * @throws Fault | Faults E_VENDOR_*, E_CONTRACT_*, E_FILE_UNREADABLE, E_YAML_SYNTAX
 */
export function comparisonReport(dir: string, vendorFile: string): ComparisonReport {
  const differences = compareContract(openApiFiles(dir), vendorFile)
  const { unexplained, stale } = explainDifferences(differences, join(dir, 'vendor-exceptions.yaml'))
  const text = [...countLines(differences), ...differenceLines(unexplained), ...staleLines(stale)].join('\n')
  return { text: `${text}\n`, isClean: unexplained.length === 0 && stale.length === 0 }
}

function openApiFiles(dir: string): string[] {
  const files = readdirSync(dir).filter((name) => name.endsWith('.yaml'))
  return files
    .sort()
    .map((name) => join(dir, name))
    .filter((file) => isOpenApi(readYamlFile(file).value))
}

function isOpenApi(value: unknown): boolean {
  return isRecord(value) && value['openapi'] !== undefined
}

function countLines(differences: readonly Difference[]): string[] {
  const kinds = [...new Set(differences.map(({ kind }) => kind))].sort()
  const counts = kinds.map((kind) => `${kind} ${differences.filter((one) => one.kind === kind).length}`)
  return [`${differences.length} differences from the vendor's document: ${counts.join(', ') || 'none'}`]
}

function differenceLines(unexplained: readonly Difference[]): string[] {
  return [`${unexplained.length} unexplained`, ...unexplained.map(({ at, what }) => `  ${at}: ${what}`)]
}

function staleLines(stale: readonly Fault[]): string[] {
  return [`${stale.length} stale exceptions`, ...stale.map((fault) => `  ${faultLine(fault).replaceAll('\n', '\n  ')}`)]
}
