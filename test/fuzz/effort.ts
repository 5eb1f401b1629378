import type { Parameters } from 'fast-check'

/** `FUZZ_SECONDS=60` tries each property for so long, from a seed that nobody has tried; a failure prints it. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0)

/** Of a test with a property. */
export const patience: { readonly timeout: number } = { timeout: seconds * 1000 + 60_000 }

/** @param runs how many in the suite, always the same ones */
export function effort(runs: number): Parameters<unknown> {
  if (seconds === 0) return { seed: 20_419, numRuns: runs }
  return { numRuns: Number.POSITIVE_INFINITY, interruptAfterTimeLimit: seconds * 1000 }
}
