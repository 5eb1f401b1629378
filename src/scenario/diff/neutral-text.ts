import type { Canary } from '../../leak/canary.ts'
import { redact } from '../../leak/redact.ts'
import type { PlannedCase } from '../planned.ts'
import { targetsOf } from '../targets.ts'

/** Says the same of every run: what was minted for one run is named by what it is. */
export type Neutral = (text: string) => string

/** As the fakes mint them, and gateways that do as providers do. */
const mintedId = /\b(resp|msg|fc|ctc|cmp|rs|call|chatcmpl|req)[_-][A-Za-z0-9]{16,}/g

/** For the texts of one case, in the order in which they are compared: ids are counted as they come. */
export function neutralOf(planned: PlannedCase, addresses: readonly Canary[]): Neutral {
  const secrets = [...planned.canaries, ...addresses]
  const tokens = targetsOf(planned).map(({ token }) => token)
  const ids = new Map<string, string>()
  const idOf = (id: string, kind: string): string => {
    const known = ids.get(id) ?? `<${kind} ${ids.size + 1}>`
    ids.set(id, known)
    return known
  }
  return (text) =>
    tokens
      .reduce((shown, token) => shown.replaceAll(`~${token}/`, '~<token>/'), redact(text, secrets))
      .replaceAll(mintedId, idOf)
}
