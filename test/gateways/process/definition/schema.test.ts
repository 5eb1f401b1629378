import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { packagePath } from '../../../../src/contract/package-path.ts'
import { surfaces } from '../../../../src/contract/surface.ts'
import { canaryRoles } from '../../../../src/leak/canary.ts'
import { features } from '../../../../src/scenario/needs.ts'

const { properties } = JSON.parse(readFileSync(packagePath('scenarios', 'gateways', 'gateway.schema.json'), 'utf8'))

test('every feature can be claimed, but bridges from a surface to itself and those that no table speaks of', () => {
  const isBridge = (feature: string) => feature.startsWith('bridge:')
  const claimable: readonly string[] = properties.features.items.enum
  expect(claimable.filter((feature) => !isBridge(feature))).toEqual(features.filter((feature) => !isBridge(feature)))
  expect(features).toEqual(expect.arrayContaining([...claimable]))
})

test('every kind of canary can be said to be exposed', () => {
  expect(properties.exposes.items.properties.roles.items.enum).toEqual(canaryRoles)
})

test('every surface can have an endpoint', () => {
  expect(Object.keys(properties.endpoints.properties)).toEqual(surfaces)
})
