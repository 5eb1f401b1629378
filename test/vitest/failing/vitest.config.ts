import { fileURLToPath } from 'node:url'
import { defineConfig, type ViteUserConfig } from 'vitest/config'

/** Suites that have to fail: another test runs them and reads what they say. */
const config: ViteUserConfig = defineConfig({
  test: { root: fileURLToPath(new URL('.', import.meta.url)), include: ['*.suite.ts'] },
})

export default config
