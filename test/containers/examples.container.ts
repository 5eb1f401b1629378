import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { packageVersion } from '../../src/cli/package-root.ts'
import { packagePath } from '../../src/contract/package-path.ts'

/** A Python that has testcontainers; WATERTIGHT_PYTHON names another one than the first on PATH. */
const python = process.env['WATERTIGHT_PYTHON'] ?? 'python3'
const isThere = spawnSync(python, ['-c', 'import testcontainers']).status === 0

const whyNot = isThere ? '' : ` (skipped: ${python} has no testcontainers; .ci/containers installs it)`

test.skipIf(!isThere)(`the example in Python runs: scripted, refused, told${whyNot}`, () => {
  const example = packagePath('src', 'testcontainers', 'examples', 'fakes.py')
  const { status, stdout, stderr } = spawnSync(python, [example, `watertight:${packageVersion()}`], {
    encoding: 'utf8',
  })
  expect({ status, stdout }, stderr).toEqual({ status: 0, stdout: "Unknown parameter: 'user_api_key_hash'.\n" })
})
