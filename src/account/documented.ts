import type { Pointer } from '../contract/pointer.ts'
import type { AccountInput, DocumentedField } from './account.ts'
import { fieldCovers } from './bridge-table.ts'

/** Why the gateway does so, where its documentation speaks of this field between these surfaces. */
export function documentedReason(
  { documented, surfaces }: AccountInput,
  kind: DocumentedField['kind'],
  pointer: Pointer,
): string | undefined {
  const entry = documented.find((each) => {
    const between = each.surfaces ?? surfaces
    const here = between.client === surfaces.client && between.upstream === surfaces.upstream
    return each.kind === kind && here && fieldCovers(each.field, pointer)
  })
  return entry?.reason
}
