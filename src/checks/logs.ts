import type { Canary, CanaryRole } from '../leak/canary.ts'
import { mintedWordOf } from '../leak/minted-words.ts'
import { createScanner, type Hit } from '../leak/scan.ts'
import type { Check } from './check.ts'
import type { Finding } from './finding.ts'

/**
 * What opens a door, or names a person. Ids, aliases and addresses are what logs are for; a header that the gateway does not
 * know may be a credential. The digest of a key stands in many logs as its name: nobody can turn it back.
 */
const secretInLogs: ReadonlySet<CanaryRole> = new Set([
  'client-key',
  'master-key',
  'provider-key',
  'cookie',
  'custom-header',
  'user-email',
])

/** Judged once a run, by `scanLogs`: a line of output belongs to no case. */
export const canaryLogs: Check = {
  id: 'leak/canary-logs',
  title: "No key, no cookie and no e-mail address stands in the gateway's own output",
  severity: 'high',
  judge: () => ({ kind: 'none' }),
}

/**
 * Looks for secrets in what a gateway printed. Minted words are known by their check, so that the time does not depend on
 * how many cases the run has; of `canaries`, those of all cases, only such are told. Pure.
 */
export function scanLogs(text: string, canaries: readonly Canary[]): Finding[] {
  const hits = createScanner([])
    .text(text)
    .filter(({ canary }) => secretInLogs.has(canary.role))
  if (hits.length === 0) return []
  const planted = new Set(canaries.map(({ value }) => mintedWordOf(value)))
  const known = hits.filter(({ canary }) => planted.has(canary.value))
  return [...secretInLogs].flatMap((role) => findingOf(role, known))
}

function findingOf(role: CanaryRole, hits: readonly Hit[]): Finding[] {
  const own = hits.filter(({ canary }) => canary.role === role)
  const [first] = own
  if (first === undefined) return []
  const { id, severity } = canaryLogs
  const times = own.length === 1 ? '' : `, ${own.length} times`
  const message = `the gateway's own output shows ${role}${times}: ${lineOf(first, hits)}`
  return [{ check: id, outcome: 'fail', severity, blame: 'gateway', message, evidence: [] }]
}

const lineLength = 160

/** The line in which it stands, with every secret in it named by its role. */
function lineOf({ text, found }: Hit, hits: readonly Hit[]): string {
  const at = text.indexOf(found)
  const from = Math.max(text.lastIndexOf('\n', at) + 1, at - lineLength)
  const line = text.slice(from, at + lineLength).split('\n')[0] ?? ''
  return hits.reduce((shown, hit) => shown.replaceAll(hit.found, `<${hit.canary.role}>`), line).trim()
}
