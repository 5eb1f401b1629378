/**
 * Script of the build: `node dist/src/contract/prepare.js` checks the contracts of this package in full and leaves what it
 * read and compiled beside the code. Exit code 0, or 2 with every fault.
 */
import { rmSync, writeFileSync } from 'node:fs'
import { prepareContracts, preparedPath, validatorsBeside } from './contract-files.ts'
import { Fault, Faults, faultLine } from './fault.ts'
import { checkContracts } from './load-contract.ts'
import { packagePath } from './package-path.ts'
import { prepareValidators } from './prepare-validators.ts'

function main(): number {
  const root = packagePath('contracts')
  try {
    if (preparedPath === undefined) {
      throw new Fault('E_USAGE', 'only compiled code is prepared for', { hint: 'Run npm run build.' })
    }
    rmSync(preparedPath, { force: true })
    writeFileSync(validatorsBeside(preparedPath), prepareValidators(root, checkContracts(root)))
    writeFileSync(preparedPath, JSON.stringify(prepareContracts(root)))
    return 0
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof Faults)) throw error
    const faults = error instanceof Faults ? error.faults : [error]
    process.stderr.write(faults.map((fault) => `${faultLine(fault)}\n`).join(''))
    return 2
  }
}

process.exitCode = main()
