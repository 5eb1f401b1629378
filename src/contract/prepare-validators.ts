import { schemaName } from './contract-files.ts'
import { addressOf } from './document/cursor.ts'
import type { SoundContracts } from './load-contract.ts'
import { rootsOf } from './schema/compile.ts'
import { validatorModule } from './schema/validator-module.ts'

/** The source of the module that stands beside the prepared contracts. @param root the folder of the providers' folders */
export function prepareValidators(root: string, { documents, schemas }: SoundContracts): string {
  const addresses = schemas.map(addressOf).map((address) => [schemaName(root, address), address])
  return validatorModule(documents, rootsOf(documents), Object.fromEntries(addresses))
}
