import type { Turn, TurnUsage } from '../../src/fake-kit/turn.ts'

/** Plausible, and the same for the same content: four characters of its texts a token. */
export function tokensOf(content: unknown): number {
  return Math.ceil(lettersOf(content) / 4)
}

function lettersOf(content: unknown): number {
  if (typeof content === 'string') return content.length
  if (content === null || typeof content !== 'object') return 0
  // Of a list no other is made.
  if (Array.isArray(content)) return content.reduce<number>((sum, part) => sum + lettersOf(part), 0)
  return Object.values(content).reduce<number>((sum, part) => sum + lettersOf(part), 0)
}

/** What the turn says it used, else an estimate. What was reasoned is part of what was written. */
export function usageOf(turn: Turn, inputTokens: number): Required<TurnUsage> {
  const reasoning = tokensOf(turn.reasoning?.summary ?? [])
  const written = tokensOf([turn.text, turn.refusal, turn.toolCalls?.map((call) => call.arguments)])
  const { usage } = turn
  if (usage !== undefined) return { cachedInput: 0, reasoning: 0, ...usage }
  return { input: inputTokens, output: Math.max(1, written + reasoning), cachedInput: 0, reasoning }
}
