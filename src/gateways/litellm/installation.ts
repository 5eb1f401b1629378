import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { InstallRecipe } from '../process/definition/recipe.ts'
import { compromisedVersions } from './version.ts'

export const installHint =
  "Install it with `watertight gateways install litellm`, or with `python3 -m venv DIR && DIR/bin/pip install 'litellm[proxy]'` and set WATERTIGHT_LITELLM=DIR."

/** The version with the leak that all of this began with. */
export const installRecipe: InstallRecipe = {
  kind: 'pip',
  package: 'litellm[proxy]',
  version: '1.81.7',
  refused: Object.fromEntries([...compromisedVersions].map((version) => [version, 'it was a malicious upload'])),
}

/**
 * A `litellm` executable, or the one of a Python environment; without a setting, the name to look up in PATH.
 * @param setting path of an executable or of an environment
 */
export function executableOf(setting: string | undefined): string {
  if (setting === undefined || setting === '') return 'litellm'
  return statSync(setting, { throwIfNoEntry: false })?.isDirectory() ? join(setting, 'bin', 'litellm') : setting
}
