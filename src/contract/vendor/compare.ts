/**
 * Script: `node src/contract/vendor/compare.ts FILE` compares our OpenAI request schemas with the vendor's OpenAPI document.
 * Exit code 0 when every difference is explained, 1 when one is not or an explanation is stale, 2 when it cannot be done.
 */
import { Fault, Faults, faultLine } from '../fault.ts'
import { packagePath } from '../package-path.ts'
import { comparisonReport } from './report.ts'

function main(args: readonly string[]): number {
  const [file, ...others] = args
  try {
    if (file === undefined || others.length > 0) {
      throw new Fault('E_USAGE', 'one file is wanted', { hint: "Give the path of the vendor's OpenAPI document." })
    }
    const { text, isClean } = comparisonReport(packagePath('contracts', 'openai'), file)
    process.stdout.write(text)
    return isClean ? 0 : 1
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof Faults)) throw error
    const faults = error instanceof Faults ? error.faults : [error]
    process.stderr.write(faults.map((fault) => `${faultLine(fault)}\n`).join(''))
    return 2
  }
}

process.exitCode = main(process.argv.slice(2))
