import { Fault } from '../contract/fault.ts'
import type { RunReport } from '../report/run-report.ts'

/** One of several equal parts of a suite. */
export type Shard = NonNullable<RunReport['shard']>

/** @param text `2/4` @throws Fault E_OPTION_VALUE */
export function parseShard(text: string): Shard {
  const [, index = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index >= 1 && index <= of) return { index, of }
  throw new Fault('E_OPTION_VALUE', `--shard ${text} is no part of a suite`, {
    hint: 'Write which of how many: 1/4 for the first of four.',
  })
}

/**
 * Cases are dealt out one after the other, so that every shard has some of each scenario.
 * @throws Fault E_SHARD_EMPTY
 */
export function casesOfShard(ids: readonly string[], { index, of }: Shard): readonly string[] {
  const own = ids.filter((_, at) => at % of === index - 1)
  if (own.length > 0) return own
  throw new Fault('E_SHARD_EMPTY', `there are ${ids.length} cases, and none is left for shard ${index} of ${of}`, {
    hint: `Take at most ${ids.length} shards.`,
  })
}
