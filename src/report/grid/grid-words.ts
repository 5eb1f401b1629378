import type { BugRow, Sight } from './by-version.ts'
import type { GridColumn } from './column.ts'
import type { Grid } from './grid.ts'

export const gridTitle = 'LLM gateways side by side'

/** What the figures are, and what they are not. */
export const gridCaveat =
  'Each column is one run of one version of a gateway, in one configuration, against strict fakes of its providers with minted data. A finding is a place where a case came out otherwise than its scenario expects; whether that is a fault, a choice or a limit is for its readers to say. A gateway that claims more is asked more: the figures are no ranking.'

/** `2026-11-22` where all runs are of one day, else the first and the last. */
export function gridDates({ columns }: Grid): string {
  const days = columns.map(({ startedAt }) => startedAt.slice(0, 10)).toSorted()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  return first === last ? first : `${first} to ${last}`
}

/** Whole seconds. */
export function seconds({ elapsedMs }: GridColumn): string {
  return `${Math.max(1, Math.round(elapsedMs / 1000))} s`
}

export const versionsIntroduction =
  'By bug report, as the baseline links it: in how many scenarios it is seen, of those in which its checks were made. Below, every finding: one check in one scenario, by cases.'

export const findingsThatChange = 'with some of these versions and not with others'

export const findingsThatStay = 'with every version with which the check was made'

/** Of a bug with one version. */
export function bugText({ seen, of }: BugRow['versions'][number]): string {
  if (of === 0) return 'not looked at'
  return seen === 0 ? `not seen in ${of}` : `seen in ${seen} of ${of}`
}

export function sightText(sight: Sight): string {
  switch (sight.kind) {
    case 'seen':
      return `seen in ${sight.cases} of ${sight.of}`
    case 'not-seen':
      return `not seen in ${sight.of}`
    case 'untestable':
      return 'not testable'
    case 'not-made':
      return 'not looked at'
    case 'not-applicable':
      return 'not applicable'
    case 'not-run':
      return 'not run'
  }
}
