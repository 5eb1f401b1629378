import { statSync } from 'node:fs'
import { join } from 'node:path'

export const installHint =
  "Install it with `python3 -m venv DIR && DIR/bin/pip install 'litellm[proxy]'` and set WATERTIGHT_LITELLM=DIR."

/**
 * A `litellm` executable, or the one of a Python environment; without a setting, the name to look up in PATH.
 * @param setting path of an executable or of an environment
 */
export function executableOf(setting: string | undefined): string {
  if (setting === undefined || setting === '') return 'litellm'
  return statSync(setting, { throwIfNoEntry: false })?.isDirectory() ? join(setting, 'bin', 'litellm') : setting
}
