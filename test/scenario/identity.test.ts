import { expect, test } from 'vitest'
import { canariesOf, mintAlias, mintIdentity, mintMasterKey, mintTarget } from '../../src/scenario/identity.ts'

test('no two canaries of a run are the same, over a thousand cases', () => {
  const masterKey = mintMasterKey('seed')
  const values = Array.from({ length: 1000 }, (_, index) => {
    const token = `t${index}`
    const targets = [token, `${token}f1`].map((each) => mintTarget('seed', each))
    return canariesOf(mintIdentity('seed', token, index), { alias: mintAlias('seed', token), targets, masterKey })
  }).flatMap((canaries) => canaries.filter(({ role }) => role !== 'master-key').map(({ value }) => value))
  expect(new Set(values).size).toBe(values.length)
})

test('the same seed mints the same identity', () => {
  expect(mintIdentity('seed', 't1', 1)).toEqual(mintIdentity('seed', 't1', 1))
  expect(mintIdentity('seed', 't1', 1)).not.toEqual(mintIdentity('other', 't1', 1))
})

test('client addresses are loopback addresses that no server of ours uses', () => {
  for (const index of [0, 249, 250, 64_000, 5_000_000]) {
    const address = mintIdentity('seed', 't', index).clientIp ?? '127.64.0.2'
    const parts = address.split('.').map(Number)
    expect(parts[0]).toBe(127)
    expect(parts[1]).toBeGreaterThanOrEqual(64)
    expect(parts.every((part) => part >= 0 && part <= 255)).toBe(true)
  }
})
