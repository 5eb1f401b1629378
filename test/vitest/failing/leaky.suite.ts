import { referenceAdapter } from '../../../src/index.ts'
import { scenarios } from '../../../src/vitest/index.ts'

scenarios({ gateway: referenceAdapter({ defects: ['bridge-loses-stop'] }), files: 'bridge/no-counterpart' })
