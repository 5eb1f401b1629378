import { accessSync, constants } from 'node:fs'
import { expect, test } from 'vitest'
import { program } from '../kit/cli.ts'

test('the command that a build leaves can be started: `npx watertight` does so in a checkout', () => {
  expect(() => accessSync(program, constants.X_OK)).not.toThrow()
})
