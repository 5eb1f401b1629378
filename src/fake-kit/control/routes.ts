import type { Health } from './messages.ts'
import { openApiDocument } from './openapi.ts'
import { answering, askingNothing, type ControlRoute, json, route } from './route.ts'
import { openCase, relaxForCase, scriptCase, setCaseLevel } from './routes-of-cases.ts'
import { enforceRule, listProviders, listRules, readLimits, relaxRule, setLevel, setLimits } from './routes-of-fakes.ts'
import { clearJournal, listViolations, readJournal, waitForJournal } from './routes-of-journal.ts'

const health: ControlRoute = route({
  ...askingNothing,
  id: 'health',
  method: 'GET',
  path: '/health',
  summary: 'Whether the fakes run, and whether one of them failed by itself.',
  replies: answering('They run.', 'Health'),
  handle: (_, { fakes, version }) => {
    const faults = fakes.faults.map(({ code, message }) => ({ code, message }))
    return json({ status: faults.length === 0 ? 'ok' : 'faulty', version, faults } satisfies Health)
  },
})

const readMetrics: ControlRoute = route({
  ...askingNothing,
  id: 'readMetrics',
  method: 'GET',
  path: '/metrics',
  summary: 'Numbers for Prometheus.',
  replies: { 200: { description: 'In the text format.', content: { 'text/plain; version=0.0.4': 'Metrics' } } },
  handle: (_, { metrics }) => ({ kind: 'text', status: 200, pieces: [metrics.text()] }),
})

const describeControl: ControlRoute = route({
  ...askingNothing,
  id: 'describeControl',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document.',
  replies: answering('OpenAPI 3.1.', 'Document'),
  handle: (_, { version }) => json(openApiDocument(routes, version)),
})

/** Everything that the control port can do. Requests are matched, checked and described by this table. */
export const routes: readonly ControlRoute[] = [
  health,
  listProviders,
  setLevel,
  readLimits,
  setLimits,
  listRules,
  relaxRule,
  enforceRule,
  openCase,
  scriptCase,
  setCaseLevel,
  relaxForCase,
  readJournal,
  waitForJournal,
  clearJournal,
  listViolations,
  readMetrics,
  describeControl,
]
