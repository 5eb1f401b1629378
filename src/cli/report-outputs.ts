import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { shownPath } from '../contract/yaml-file.ts'
import { compositeReporter } from '../report/composite.ts'
import { reporters } from '../report/index.ts'
import type { Output, Reporter } from '../report/reporter.ts'
import { knownIn } from './known-name.ts'

/** The chosen reporters as one, and their files. */
export interface OpenReporters extends Disposable {
  readonly reporter: Reporter
}

interface Choice {
  readonly id: string
  readonly file: string | undefined
}

/**
 * Files are opened, and emptied, before anything runs: a path that cannot be written is told at once, and no old report
 * outlives a run that failed.
 * @param choices `json`, `junit=report.xml`
 * @throws Fault E_REPORTER_UNKNOWN, E_REPORTER_OUTPUT, E_REPORT_UNWRITABLE
 */
export function openReporters(choices: readonly string[], standard: Output): OpenReporters {
  const chosen = withStandard(choices.map(choiceOf))
  const factories = chosen.map(({ id }) => knownIn(reporters, id, 'reporter', 'E_REPORTER_UNKNOWN'))
  const files: number[] = []
  const close = (): void => files.splice(0).forEach(closeSync)
  try {
    const outputs = chosen.map(({ file }) => (file === undefined ? standard : fileOutput(file, files)))
    const opened = factories.map((factory, index) => factory(outputs[index] ?? standard))
    return { reporter: compositeReporter(opened), [Symbol.dispose]: close }
  } catch (error) {
    close()
    throw error
  }
}

function choiceOf(text: string): Choice {
  const [id = '', ...rest] = text.split('=')
  const file = rest.join('=')
  return { id, file: file === '' ? undefined : file }
}

function withStandard(choices: readonly Choice[]): readonly Choice[] {
  const onStandard = choices.filter(({ file }) => file === undefined)
  if (onStandard.length > 1) {
    const names = onStandard.map(({ id }) => id).join(' and ')
    const hint = 'Give all but one of them a file: --reporter junit=report.xml.'
    throw new Fault('E_REPORTER_OUTPUT', `${names} would both write to standard output`, { hint })
  }
  return onStandard.length === 0 ? [{ id: 'pretty', file: undefined }, ...choices] : choices
}

function fileOutput(path: string, files: number[]): Output {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'w')
    files.push(file)
    const write = (text: string): void => {
      writeSync(file, text)
    }
    return { write, isTerminal: false, columns: 100, color: false }
  } catch (cause) {
    const hint = 'Check the path and its permissions.'
    throw new Fault('E_REPORT_UNWRITABLE', `cannot write the report ${shownPath(path)}`, { hint, cause })
  }
}
