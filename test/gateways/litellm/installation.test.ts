import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { executableOf } from '../../../src/gateways/litellm/installation.ts'
import { compromisedVersions, installedVersion, refuseCompromised } from '../../../src/gateways/litellm/version.ts'
import { pythonEnvironment } from './environment.ts'

test('a directory stands for the litellm of that Python environment', async () => {
  await using environment = await pythonEnvironment()
  expect(executableOf(environment.directory)).toBe(environment.executable)
})

test('a file stands for itself, and without a setting PATH decides', () => {
  expect(executableOf('/opt/gate/litellm')).toBe('/opt/gate/litellm')
  expect(executableOf(undefined)).toBe('litellm')
  expect(executableOf('')).toBe('litellm')
})

test('the version is that of the environment, also through a link', async () => {
  await using environment = await pythonEnvironment('1.81.7')
  const link = join(environment.directory, 'gate')
  symlinkSync(environment.executable, link)
  expect(installedVersion(environment.executable)).toBe('1.81.7')
  expect(installedVersion(link)).toBe('1.81.7')
})

test('an executable without an environment has no version', async () => {
  await using environment = await pythonEnvironment()
  expect(installedVersion(environment.executable)).toBeUndefined()
  expect(installedVersion('/nowhere/bin/litellm')).toBeUndefined()
})

test.each([...compromisedVersions])('refuses %s', (version) => {
  expect(() => refuseCompromised(version)).toThrow(expect.objectContaining({ code: 'E_GATEWAY_COMPROMISED' }))
})

test('refuses no other version, and not an unknown one', () => {
  expect(() => refuseCompromised('1.82.6')).not.toThrow()
  expect(() => refuseCompromised(undefined)).not.toThrow()
})
