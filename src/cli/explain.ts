import { Fault } from '../contract/fault.ts'
import { nearestNames } from '../contract/suggest.ts'
import type { Action } from './command.ts'
import type { explainOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { explainable } from './explain-table.ts'
import { explanationText } from './explanation.ts'

/** `watertight explain` */
export const action: Action<typeof explainOptions> = async ({ operands }, { out }) => {
  const [id = ''] = operands
  const known: string[] = []
  for (const explained of explainable) {
    const explanations = await explained()
    const found = explanations.find((one) => one.id === id)
    if (found !== undefined) {
      out.write(explanationText(found, out))
      return exitCodes.clean
    }
    known.push(...explanations.map((one) => one.id))
  }
  throw unknownId(id, known)
}

function unknownId(id: string, known: readonly string[]): Fault {
  const near = [...known.filter((one) => one.endsWith(`/${id}`)), ...nearestNames(id, known, 3)].slice(0, 3)
  return new Fault('E_ID_UNKNOWN', `nothing has the id "${id}"`, {
    hint:
      near.length === 0
        ? 'watertight list rules, checks, scenarios and defects name the ids.'
        : `Did you mean ${near.join(' or ')}?`,
  })
}
