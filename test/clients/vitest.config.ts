import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Clients that are programs of their own, too large to be dependencies: installed for the run. */
const config: ViteUserConfig = defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/clients/*/*.client.ts'],
    globalSetup: ['test/kit/build-program.ts', 'test/clients/codex/install.ts'],
    testTimeout: 120_000,
  },
})

export default config
