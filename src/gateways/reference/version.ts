import { createRequire } from 'node:module'
import { membersOf, textOf } from './json.ts'

/** Of the package; the same from `src/` and from `dist/`. */
export const gatewayVersion: string = textOf(membersOf(createRequire(import.meta.url)('#package'))['version'])
