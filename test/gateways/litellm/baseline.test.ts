import { expect, test } from 'vitest'
import { type BaselineEntry, readBaseline } from '../../../src/baseline/baseline.ts'
import { packagePath } from '../../../src/contract/package-path.ts'

function knownOf(gateway: string): readonly BaselineEntry[] {
  return readBaseline(packagePath('scenarios', 'baselines', `${gateway}.yaml`)).baseline.known
}

const proxy = knownOf('litellm')
const library = knownOf('litellm-sdk')

function versionsOf(entries: readonly BaselineEntry[]): Set<string> {
  return new Set(entries.flatMap(({ versions = [] }) => versions))
}

test('who calls is shown to the provider by the old version of the proxy alone', () => {
  const leaking = [proxy, library].map((known) => known.filter(({ check }) => check === 'leak/canary-upstream'))
  expect(leaking.map(versionsOf)).toEqual([new Set(['1.81.7']), new Set()])
})

test('the proxy is known in three versions: with the leak, the first without it, and a new one', () => {
  expect(versionsOf(proxy)).toEqual(new Set(['1.81.7', '1.81.11', '1.106.2']))
})
