import { randomBytes } from 'node:crypto'
import type { RunningFakes } from '../fakes.ts'
import type { BaseUrls, OpenedCase, ScriptedCase, ScriptRequest } from './messages.ts'
import { type ControlRoute, json, noBody, noParameters, route } from './route.ts'
import { parameters } from './schemas.ts'
import { message, parametersShape } from './shape.ts'

export const openCase: ControlRoute = route({
  id: 'openCase',
  method: 'POST',
  path: '/cases',
  summary: 'Opens a case: requests below its base URLs, or with its key, are recorded as its own.',
  params: noParameters,
  query: noParameters,
  body: noBody,
  replies: { 201: { description: 'Its token, key and base URLs.', content: { 'application/json': 'Case' } } },
  handle: (_, { fakes }) => {
    const token = randomBytes(8).toString('hex')
    const key = `sk-case-${randomBytes(16).toString('hex')}`
    for (const { id } of fakes.providers()) fakes.allowKey(id, key, token)
    return json({ token, key, baseUrls: baseUrls(token, fakes) } satisfies OpenedCase, 201)
  },
})

export const scriptCase: ControlRoute = route({
  id: 'scriptCase',
  method: 'PUT',
  path: '/cases/{token}/script',
  summary: 'What the fakes answer to a case from now on. A token that nobody knows opens a case.',
  params: parametersShape<{ readonly token: string }>(parameters.token),
  query: noParameters,
  body: message<ScriptRequest>('Script'),
  replies: { 200: { description: 'What was understood.', content: { 'application/json': 'ScriptedCase' } } },
  handle: ({ params: { token }, body: { step = 0, turns } }, { fakes }) => {
    fakes.script(token, step, turns)
    return json({ token, step, turns: turns.length, baseUrls: baseUrls(token, fakes) } satisfies ScriptedCase)
  },
})

function baseUrls(token: string, fakes: RunningFakes): BaseUrls {
  return Object.fromEntries(fakes.providers().map(({ id }) => [id, fakes.baseUrl(id, token)]))
}
