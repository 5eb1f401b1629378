import { randomBytes } from 'node:crypto'
import type { Relaxation } from '../../capture/exchange.ts'
import type { FakeLevel } from '../fake.ts'
import type { RunningFakes } from '../fakes.ts'
import type { CaseStrictness } from '../strictness.ts'
import type { BaseUrls, CaseStrictnessStatus, OpenedCase, ScriptedCase, ScriptRequest } from './messages.ts'
import { answering, askingNothing, type ControlRoute, json, route } from './route.ts'
import { parameters } from './schemas.ts'
import { message, parametersShape } from './shape.ts'

export const openCase: ControlRoute = route({
  ...askingNothing,
  id: 'openCase',
  method: 'POST',
  path: '/cases',
  summary: 'Opens a case: requests below its base URLs, or with its key, are recorded as its own.',
  replies: { 201: { description: 'Its token, key and base URLs.', content: { 'application/json': 'Case' } } },
  handle: (_, { fakes }) => {
    const token = randomBytes(8).toString('hex')
    const key = `sk-case-${randomBytes(16).toString('hex')}`
    for (const { id } of fakes.providers()) fakes.allowKey(id, key, token)
    return json({ token, key, baseUrls: baseUrls(token, fakes) } satisfies OpenedCase, 201)
  },
})

export const scriptCase: ControlRoute = route({
  ...askingNothing,
  id: 'scriptCase',
  method: 'PUT',
  path: '/cases/{token}/script',
  summary: 'What the fakes answer to a case from now on. A token that nobody knows opens a case.',
  params: parametersShape<{ readonly token: string }>(parameters.token),
  body: message<ScriptRequest>('Script'),
  replies: answering('What was understood.', 'ScriptedCase'),
  handle: ({ params: { token }, body: { step = 0, turns } }, { fakes }) => {
    fakes.script(token, step, turns)
    return json({ token, step, turns: turns.length, baseUrls: baseUrls(token, fakes) } satisfies ScriptedCase)
  },
})

export const setCaseLevel: ControlRoute = route({
  ...askingNothing,
  id: 'setCaseLevel',
  method: 'PUT',
  path: '/cases/{token}/level',
  summary: 'How strict the fakes are with a case from its next request on. A token that nobody knows opens a case.',
  params: parametersShape<{ readonly token: string }>(parameters.token),
  body: message<{ readonly level: FakeLevel }>('Level'),
  replies: answering('What holds for the case.', 'CaseStrictness'),
  handle: ({ params: { token }, body: { level } }, { fakes }) =>
    json(strictnessStatus(token, fakes.setCaseLevel(token, level), fakes)),
})

export const relaxForCase: ControlRoute = route({
  ...askingNothing,
  id: 'relaxForCase',
  method: 'POST',
  path: '/cases/{token}/relax',
  summary: 'Lets pass what a rule would refuse, for a reason, in one case. A token that nobody knows opens a case.',
  params: parametersShape<{ readonly token: string }>(parameters.token),
  body: message<Relaxation>('CaseRelaxation'),
  replies: answering('What holds for the case.', 'CaseStrictness'),
  handle: ({ params: { token }, body: { rule, reason } }, { fakes }) =>
    json(strictnessStatus(token, fakes.relaxForCase(token, rule, reason), fakes)),
})

function strictnessStatus(
  token: string,
  { level, relaxations }: CaseStrictness,
  fakes: RunningFakes,
): CaseStrictnessStatus {
  return {
    token,
    ...(level === undefined ? {} : { level }),
    relaxed: [...relaxations].map(([rule, reason]) => ({ rule, reason })),
    baseUrls: baseUrls(token, fakes),
  }
}

function baseUrls(token: string, fakes: RunningFakes): BaseUrls {
  return Object.fromEntries(fakes.providers().map(({ id }) => [id, fakes.baseUrl(id, token)]))
}
