import type { CaseDifference, PlaceDifference, RunDifference } from '../scenario/diff/diff-runs.ts'

const widest = 60

/** As people read it: case by case the places that changed, before and after side by side. */
export function diffText(difference: RunDifference, before: string, after: string): string {
  const { cases, compared, onlyAfter, onlyBefore } = difference
  const lines = [
    ...cases.flatMap(caseLines),
    ...onlyBefore.map((id) => `${id}  only in ${before}`),
    ...onlyAfter.map((id) => `${id}  only in ${after}`),
    `${cases.length} of ${compared === 1 ? '1 case differs' : `${compared} cases differ`}: ${before} → ${after}`,
  ]
  return `${lines.join('\n')}\n`
}

function caseLines({ id, places }: CaseDifference): readonly string[] {
  const messages = Map.groupBy(places, ({ step, message }) => `steps.${step}, ${message}`)
  return [id, ...[...messages].flatMap(([title, changed]) => [`  ${title}`, ...placeLines(changed)]), '']
}

function placeLines(places: readonly PlaceDifference[]): readonly string[] {
  const width = Math.max(...places.map(({ place }) => place.length))
  const left = Math.max(...places.map(({ before }) => shown(before).length))
  return places.map(({ place, before, after }) => {
    return `    ${place.padEnd(width)}  ${shown(before).padEnd(left)}  →  ${shown(after)}`
  })
}

function shown(text: string | undefined): string {
  if (text === undefined) return '-'
  return text.length <= widest ? text : `${text.slice(0, widest)}…`
}
