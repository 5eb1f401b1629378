import { counted } from '../report/text.ts'
import type { Explanation } from './explanation.ts'
import { section } from './explanation.ts'
import { bundledScenarios } from './package-root.ts'
import { shellCommand } from './shell-words.ts'

/** What can be explained, by kind; what is loaded fastest comes first. */
export const explainable: readonly (() => Promise<readonly Explanation[]>)[] = [
  explainedDefects,
  explainedChecks,
  explainedNotices,
  explainedScenarios,
  explainedRules,
]

async function explainedDefects(): Promise<readonly Explanation[]> {
  const { defects } = await import('../gateways/reference/defects/index.ts')
  return Object.values(defects).map(({ id, title, sources, trips }) => ({
    id,
    kind: 'defect of the reference gateway',
    title,
    sections: [
      ...section('Seen in', sources),
      ...section('Trips', trips),
      ...section('See it', [], [command('run', '--defect', id)]),
    ],
  }))
}

async function explainedChecks(): Promise<readonly Explanation[]> {
  const [{ checks }, { defects }] = await Promise.all([
    import('../checks/index.ts'),
    import('../gateways/reference/defects/index.ts'),
  ])
  return checks.map(({ id, title, severity }) => {
    const tripping = Object.values(defects).filter(({ trips }) => trips.includes(id))
    return {
      id,
      kind: 'check',
      title,
      sections: [
        ...section('Severity', [severity]),
        ...section(
          'Tripped by',
          tripping.map((defect) => `${defect.id}: ${defect.title}`),
        ),
        ...section(
          'See it',
          [],
          tripping.slice(0, 1).map((defect) => command('run', '--defect', defect.id)),
        ),
      ],
    }
  })
}

async function explainedNotices(): Promise<readonly Explanation[]> {
  const { notices } = await import('../checks/notices.ts')
  return notices.map(({ id, title, severity }) => ({
    id,
    kind: 'notice of the harness',
    title,
    sections: [
      ...section('Severity', [severity]),
      ...section('Outcome', ['untestable: nothing is proven, neither well nor ill']),
    ],
  }))
}

async function explainedScenarios(): Promise<readonly Explanation[]> {
  const [{ loadScenarios }, { fillScenario }] = await Promise.all([
    import('../scenario/load.ts'),
    import('../scenario/cells.ts'),
  ])
  return loadScenarios(bundledScenarios, []).map((scenario) => {
    const { id, title, why, severity, sources, needs } = scenario
    const cases = fillScenario(scenario)
    return {
      id,
      kind: 'scenario',
      title,
      sections: [
        ...section('Why', [why]),
        ...section('Severity', [severity]),
        ...section('Seen in', sources),
        ...section('Needs', needs),
        ...section(
          'Cases',
          [counted(cases.length, 'case')],
          cases.map((one) => one.id),
        ),
        ...section('See it', [], [command('run', id)]),
      ],
    }
  })
}

async function explainedRules(): Promise<readonly Explanation[]> {
  const [{ listedRules }, { explainListedRule }] = await Promise.all([
    import('./listed-rules.ts'),
    import('./rule-explanation.ts'),
  ])
  return (await listedRules()).map(explainListedRule)
}

function command(...words: readonly string[]): string {
  return shellCommand(['watertight', ...words])
}
