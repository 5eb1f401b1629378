import type { Exchange } from '../../capture/exchange.ts'
import { checkCase, filterOf, ndjson, pageReply } from './journal-page.ts'
import type { JournalQuery, RefusedRequest, ViolationsQuery, WaitQuery } from './messages.ts'
import { answering, askingNothing, type ControlRoute, json, route } from './route.ts'
import { parameters } from './schemas.ts'
import { parametersShape } from './shape.ts'

const page = { 'application/json': 'JournalPage', [ndjson]: 'Exchange' } as const

export const readJournal: ControlRoute = route({
  ...askingNothing,
  id: 'readJournal',
  method: 'GET',
  path: '/journal',
  summary: 'What was recorded, in order of arrival; as lines of one exchange each where NDJSON is accepted.',
  query: parametersShape<JournalQuery>(parameters.journal),
  replies: { 200: { description: 'The exchanges that fit.', content: page } },
  handle: ({ query, mediaType }, { fakes }) =>
    pageReply(fakes.journal.exchanges(filterOf(query, fakes)), query, fakes, { mediaType, status: 200 }),
})

export const waitForJournal: ControlRoute = route({
  ...askingNothing,
  id: 'waitForJournal',
  method: 'GET',
  path: '/journal/wait',
  summary: 'Waits until so many exchanges that fit are over.',
  query: parametersShape<WaitQuery>(parameters.wait),
  replies: {
    200: { description: 'There are as many as were waited for, or more.', content: page },
    408: { description: 'There were fewer when time was out: these.', content: page },
  },
  handle: async ({ query: { count = 1, timeout = 5000, ...query }, mediaType, signal }, { fakes }) => {
    const found = await fakes.journal.waitFor(filterOf(query, fakes), count, timeout, signal)
    return pageReply(found, query, fakes, { mediaType, status: found.length >= count ? 200 : 408 })
  },
})

export const clearJournal: ControlRoute = route({
  ...askingNothing,
  id: 'clearJournal',
  method: 'DELETE',
  path: '/journal',
  summary: 'Takes the exchanges of a case out of the journal, or all of them.',
  query: parametersShape<{ readonly case?: string }>(parameters.ofCase),
  replies: answering('How many there were.', 'Cleared'),
  handle: ({ query }, { fakes }) => {
    if (query.case !== undefined) checkCase(query.case, fakes)
    return json({ cleared: fakes.journal.clear(query.case) })
  },
})

export const listViolations: ControlRoute = route({
  ...askingNothing,
  id: 'listViolations',
  method: 'GET',
  path: '/violations',
  summary: 'The latest requests that were refused, of a case or of all, the last one first.',
  query: parametersShape<ViolationsQuery>(parameters.violations),
  replies: answering('Rule, pointer, words and hint.', 'Refused'),
  handle: ({ query: { limit = 20, case: token } }, { fakes }) => {
    if (token !== undefined) checkCase(token, fakes)
    const ofCase = token === undefined ? {} : { token }
    const refused = fakes.journal
      .exchanges({ ...ofCase, verdict: 'refused' })
      .slice(-limit)
      .toReversed()
    return json({ refused: refused.flatMap(refusedRequest) })
  },
})

function refusedRequest({ id, token, provider, operation, request, reply, verdict }: Exchange): RefusedRequest[] {
  if (verdict?.kind !== 'refused') return []
  const { kind: _, ...words } = verdict
  return [
    {
      exchange: id,
      ...(token === undefined ? {} : { case: token }),
      ...(provider === undefined ? {} : { provider }),
      ...(operation === undefined ? {} : { operation }),
      request: `${request.method} ${request.target}`,
      ...words,
      answered: reply?.status === verdict.status,
    },
  ]
}
