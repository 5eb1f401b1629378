import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { whySkipped } from './kit/why-skipped.ts'

/** Where a file of results is wanted beside what is printed. */
const outputFile = process.env['WATERTIGHT_TEST_RESULTS']

const config: ViteUserConfig = defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts'],
    reporters: outputFile === undefined ? ['default', whySkipped] : ['default', whySkipped, ['json', { outputFile }]],
    globalSetup: ['test/kit/build-program.ts'],
    setupFiles: ['test/kit/seed-properties.ts'],
    // Many tests wait for a process of their own: one worker leaves a core of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // No test changes a module, so that all files of a worker may share what it has loaded: half of the time was loading.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

export default config
