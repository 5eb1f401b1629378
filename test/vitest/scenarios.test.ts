import { referenceAdapter } from '../../src/index.ts'
import { scenarios } from '../../src/vitest/index.ts'

// The test names are the ids of the cases: what the entry point registers, this file is.
scenarios({ gateway: referenceAdapter({ defects: [] }), files: ['bridge/no-counterpart', 'bridge/internal-metadata'] })
