import type { HeaderPair } from '../src/fake-kit/dialect.ts'

/** When to try again, in both of the units that clients read. */
export function retryHeaders(milliseconds: number): readonly HeaderPair[] {
  return [
    ['retry-after', String(wholeSeconds(milliseconds))],
    ['retry-after-ms', String(milliseconds)],
  ]
}

/** Rounded up, so that whoever waits that long has waited long enough. */
export function wholeSeconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000)
}
