import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findExecutable } from '../../../src/gateways/process/find-executable.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-executable-'))
  mkdirSync(join(folder, 'first'))
  mkdirSync(join(folder, 'second'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('takes the first directory of PATH that has it', () => {
  program('first/gate')
  program('second/gate')
  expect(findExecutable('gate', searchPath())).toBe(join(folder, 'first/gate'))
})

test('passes over a file that is not executable, and over a folder of that name', () => {
  program('first/gate')
  chmodSync(join(folder, 'first/gate'), 0o600)
  program('second/gate')
  expect(findExecutable('gate', searchPath())).toBe(join(folder, 'second/gate'))
  mkdirSync(join(folder, 'first/door'))
  expect(findExecutable('door', searchPath())).toBeUndefined()
})

test('does not search for a path', () => {
  program('first/gate')
  expect(findExecutable(join(folder, 'first/gate'), undefined)).toBe(join(folder, 'first/gate'))
  expect(findExecutable('./gate', searchPath())).toBeUndefined()
})

test('finds nothing without a PATH', () => {
  expect(findExecutable('sh', undefined)).toBeUndefined()
})

function program(name: string): void {
  writeFileSync(join(folder, name), '#!/bin/sh\n', { mode: 0o700 })
}

function searchPath(): string {
  return ['first', 'second'].map((name) => join(folder, name)).join(':')
}
