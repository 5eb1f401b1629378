import { cellOf } from './cells.ts'
import { findingBlock } from './finding-text.ts'
import { outsideGroups, scenarioGroups } from './groups.ts'
import { leniencies } from './leniency-text.ts'
import type { Page } from './page.ts'
import type { Output, Reporter } from './reporter.ts'
import type { CaseReport, RunReport } from './run-report.ts'
import { scenarioLines } from './scenario-text.ts'
import { styleOf } from './style.ts'
import { executedCases } from './summary.ts'
import { type XmlElement, xmlDocument } from './xml.ts'

const page: Page = { style: styleOf(false), width: 100 }

/**
 * For CI servers: one `testsuite` a scenario, one `testcase` a case. What could not be tested is an `error`; only what the
 * gateway declares absent, and what the baseline knows, is `skipped`. A run that is not whole holds a further suite, `run`, with an error.
 */
export function junitReporter(output: Output): Reporter {
  return { end: (report) => output.write(xmlDocument(document(report))) }
}

function document(report: RunReport): XmlElement {
  const byScenario = Map.groupBy(report.cases, ({ scenario }) => scenario)
  const suites = [...byScenario].map(([scenario, cases]) => scenarioSuite(scenario, cases, report))
  return suite('testsuites', 'watertight', [...runSuites(report), ...suites], { time: seconds(report.elapsedMs) })
}

function scenarioSuite(scenario: string, cases: readonly CaseReport[], { startedAt }: RunReport): XmlElement {
  const elapsed = cases.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)
  const [first] = cases
  return suite('testsuite', scenario, cases.map(testCase), {
    timestamp: startedAt,
    time: seconds(elapsed),
    file: first?.file,
  })
}

function testCase(report: CaseReport): XmlElement {
  const attributes = {
    name: cellOf(report) || report.title,
    classname: report.scenario,
    file: report.file,
    time: seconds(report.elapsedMs),
  }
  return element('testcase', attributes, [...leniencyElements(report), ...outcomeElements(report)])
}

/** Also of a case that passed: it may have passed for it. */
function leniencyElements(report: CaseReport): readonly XmlElement[] {
  const properties = leniencies(report).map((value) => element('property', { name: 'lenient', value }, []))
  return properties.length === 0 ? [] : [element('properties', {}, properties)]
}

function outcomeElements(report: CaseReport): readonly XmlElement[] {
  const text = scenarioGroups([report]).map(
    (group) => `\n${scenarioLines({ ...group, repeats: [] }, page).join('\n')}\n`,
  )
  switch (report.outcome) {
    case 'passed':
      return []
    case 'known':
      return [element('skipped', { message: `known: ${knownReasons(report).join('; ')}` }, [])]
    case 'not-applicable':
      return [element('skipped', { message: `the gateway does not claim ${report.lacks.join(', ')}` }, [])]
    case 'failed':
      return [element('failure', headline(report, 'fail'), text)]
    case 'untestable':
      return [element('error', headline(report, 'untestable'), text)]
  }
}

function knownReasons({ findings }: CaseReport): readonly string[] {
  return [...new Set(findings.flatMap(({ known }) => known?.reason ?? []))]
}

/** The first finding of that outcome stands for the others, which are in the text. */
function headline(report: CaseReport, outcome: 'fail' | 'untestable'): XmlElement['attributes'] {
  const first = report.findings.find((finding) => finding.outcome === outcome)
  return { message: first?.message ?? report.outcome, type: first?.check ?? report.outcome }
}

/** What concerns the run and none of its cases. */
function runSuites(report: RunReport): readonly XmlElement[] {
  const cases = [...outsideGroups(report).map(outsideCase), ...shortfallCases(report)]
  return cases.length === 0 ? [] : [suite('testsuite', 'run', cases, { timestamp: report.startedAt })]
}

function outsideCase(group: ReturnType<typeof outsideGroups>[number]): XmlElement {
  const { check, message, outcome } = group.finding
  const text = `\n${findingBlock(group, page).join('\n')}\n`
  const told = element(outcome === 'fail' ? 'failure' : 'error', { message, type: check }, [text])
  return element('testcase', { name: check, classname: 'run' }, [told])
}

function shortfallCases(report: RunReport): readonly XmlElement[] {
  const errors: XmlElement[] = []
  if (report.interrupted !== undefined)
    errors.push(element('error', { message: report.interrupted, type: 'interrupted' }, []))
  for (const { scenario, check } of report.baseline?.stale ?? [])
    errors.push(element('error', { message: `stale baseline entry: ${check} in ${scenario}`, type: 'stale' }, []))
  if (executedCases(report) === 0) errors.push(element('error', { message: 'no case was run', type: 'no-cases' }, []))
  return errors.map((error) => element('testcase', { name: 'the run is whole', classname: 'run' }, [error]))
}

/** A suite that counts what it holds. */
function suite(
  name: 'testsuites' | 'testsuite',
  label: string,
  children: readonly XmlElement[],
  attributes: XmlElement['attributes'],
): XmlElement {
  const counts = {
    tests: countOf(children, 'testcase'),
    failures: countOf(children, 'failure'),
    errors: countOf(children, 'error'),
    skipped: countOf(children, 'skipped'),
  }
  return element(name, { name: label, ...counts, ...attributes }, children)
}

function countOf(children: XmlElement['children'], name: string): number {
  return children
    .filter((child) => typeof child !== 'string')
    .reduce((sum, child) => sum + (child.name === name ? 1 : 0) + countOf(child.children, name), 0)
}

function element(name: string, attributes: XmlElement['attributes'], children: XmlElement['children']): XmlElement {
  return { name, attributes, children }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
