import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { surfaces } from '../contract/surface.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { checkScenarioId, newScenarioText, parseUpstreamName } from '../scenario/new-scenario.ts'
import type { Action } from './command.ts'
import type { newOptions } from './commands.ts'
import { exitCodes } from './exit-code.ts'
import { unknownName } from './known-name.ts'
import { bundledScenarios } from './package-root.ts'
import { shellCommand } from './shell-words.ts'

/** `watertight new` */
export const action: Action<typeof newOptions> = async ({ values, operands }, { out }) => {
  const [kind = '', id = ''] = operands
  if (kind !== 'scenario') throw unknownName(kind, ['scenario'], 'thing to make', 'E_NEW_UNKNOWN')
  checkScenarioId(id)
  const { provider, upstream } = parseUpstreamName(values.upstream)
  const client = surfaces.find((each) => each === (values.client ?? upstream))
  if (client === undefined) throw unknownName(values.client ?? '', surfaces, 'surface', 'E_SURFACE_UNKNOWN')
  const folder = resolve(values.scenarios)
  const path = join(folder, `${id}.yaml`)
  if (existsSync(path)) {
    throw new Fault('E_SCENARIO_EXISTS', `${shownPath(path)} is there already`, {
      hint: 'Choose another id, or edit it.',
    })
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, newScenarioText({ id, client, provider, upstream, source: values.source }))
  const own = folder === bundledScenarios ? [] : ['--scenarios', shownPath(folder)]
  out.write(`wrote ${shownPath(path)}\nrun it   ${shellCommand(['watertight', 'run', ...own, id])}\n`)
  return exitCodes.clean
}
