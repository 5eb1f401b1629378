import type { RawGroup, RawStep } from './scenario.ts'

/** One request of a case, and with which others it is sent. */
export interface FlatStep {
  readonly step: RawStep
  /** The number of the first step that is sent with it: steps of the same group go side by side, groups one after the other. */
  readonly group: number
  /** More than one step is in the group. */
  readonly isTogether: boolean
  /** Where it stands in the file. */
  readonly path: readonly (string | number)[]
}

/** The steps of a case in order, numbered from 0. Those that are sent together, and repetitions, count one each. */
export function flatSteps(steps: readonly (RawStep | RawGroup)[]): readonly FlatStep[] {
  const flat: FlatStep[] = []
  for (const [index, written] of steps.entries()) {
    const group = flat.length
    const found = stepsIn(written, ['steps', index])
    flat.push(...found.map((each) => ({ ...each, group, isTogether: found.length > 1 })))
  }
  return flat
}

type PlacedStep = Pick<FlatStep, 'step' | 'path'>

function stepsIn(written: RawStep | RawGroup, path: FlatStep['path']): readonly PlacedStep[] {
  if (!('together' in written)) return repeated(written, path)
  return written.together.flatMap((step, index) => repeated(step, [...path, 'together', index]))
}

function repeated(step: RawStep, path: FlatStep['path']): readonly PlacedStep[] {
  return Array.from({ length: step.repeat ?? 1 }, () => ({ step, path }))
}
