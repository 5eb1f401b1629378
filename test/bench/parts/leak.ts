import { canaryRoles, createMint } from '../../../src/leak/canary.ts'
import { createScanner } from '../../../src/leak/scan.ts'
import { say, verdict } from '../say.ts'
import { spreadOf, spreadText } from '../spread.ts'

const rounds = 9
const targetMegabytes = 100

/** What scanners read a second: bodies as gateways send them, none of which holds a canary. */
export async function measureLeakScan(): Promise<void> {
  const { word } = createMint('bench', 'leak')
  const canaries = canaryRoles.map((role) => ({ role, value: `${role}-${word(role, 24)}` }))
  const scan = createScanner(canaries)
  const text = JSON.stringify(conversation(2000))
  const document: unknown = JSON.parse(text)
  say(`leak: ${canaries.length} canaries, a body of ${(text.length / 1e6).toFixed(1)} megabytes`)
  report('as text', text.length, () => scan.text(text).length)
  report('as JSON', text.length, () => scan.json(document).length)
  say('')
}

function report(name: string, bytes: number, scanOnce: () => number): void {
  // The first scan compiles what the others use.
  if (scanOnce() > 0) throw new Error('a body without canaries was found to have some')
  const speeds = Array.from({ length: rounds }, () => {
    const begin = performance.now()
    scanOnce()
    return bytes / 1e3 / (performance.now() - begin)
  })
  const spread = spreadOf(speeds)
  say(
    `  ${name}, megabytes a second ${spreadText(spread, 0)}  ${verdict(spread.median >= targetMegabytes, `at least ${targetMegabytes}`)}`,
  )
}

/** Turns with the texts, calls and identifiers that real ones have; no two are alike. */
function conversation(turns: number): object {
  const messages = Array.from({ length: turns }, (_, turn) => [
    {
      role: 'user',
      content:
        `Question ${turn}: how many parcels left the depot in week ${turn % 52}, and which of them were late? `.repeat(
          4,
        ),
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: `call_${turn.toString(36).padStart(24, 'Ab3')}`,
          type: 'function',
          function: { name: 'count_parcels', arguments: JSON.stringify({ week: turn % 52, late: turn % 2 === 0 }) },
        },
      ],
    },
    {
      role: 'tool',
      tool_call_id: `call_${turn.toString(36).padStart(24, 'Ab3')}`,
      content: `{"parcels":${turn * 17}}`,
    },
  ])
  return { model: 'gpt-4o', messages: messages.flat(), temperature: 0.5, user: 'somebody' }
}
