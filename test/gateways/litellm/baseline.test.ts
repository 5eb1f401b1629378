import { expect, test } from 'vitest'
import { readBaseline } from '../../../src/baseline/baseline.ts'
import { packagePath } from '../../../src/contract/package-path.ts'

const { baseline } = readBaseline(packagePath('scenarios', 'baselines', 'litellm.yaml'))

test('every entry of the baseline says why, and of which versions it speaks', () => {
  expect(baseline.gateway).toBe('litellm')
  expect(baseline.known.filter(({ reason }) => reason === undefined)).toEqual([])
  expect(baseline.known.filter(({ versions }) => versions === undefined)).toEqual([])
})

test('what no client may be shown upstream is known of old versions alone', () => {
  const leaking = baseline.known.filter(({ check }) => check === 'leak/canary-upstream')
  expect(new Set(leaking.flatMap(({ versions = [] }) => versions))).toEqual(new Set(['1.81.7']))
})
