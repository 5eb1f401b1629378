import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

const config: ViteUserConfig = defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    // Not *.test.ts: the other tests need no engine.
    include: ['test/containers/**/*.container.ts'],
    globalSetup: ['test/kit/build-program.ts', 'test/containers/need-engine.ts'],
    // There is nobody who would remove a reaper where no image can be pulled; every test disposes of its own.
    env: { TESTCONTAINERS_RYUK_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
})

export default config
