import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { Fault, Faults, faultLine } from '../../src/contract/fault.ts'
import type { GatewayAdapter, PlannedRoute, UpstreamPlan } from '../../src/gateways/adapter.ts'
import { directAdapter } from '../../src/gateways/direct/adapter.ts'
import { driveSuite } from '../suite/drive.ts'
import { scenarioFolder } from './folder.ts'

const head = `id: turns/own
title: Requests do not touch each other
why: Because.
sources: [owner/repo#1]
severity: low
route: { upstream: openai/chat-completions }
`
const send = (words: string, more = '') =>
  `send: { surface: chat-completions, body: { messages: [{ role: user, content: ${words} }]${more} } }`

async function drive(steps: string, adapter: GatewayAdapter = directAdapter) {
  using folder = scenarioFolder({ 'turns/own.yaml': head + steps })
  const { cases } = await driveSuite({ adapter, folder: folder.path })
  const findings = cases.flatMap((each) => each.findings)
  return {
    exchanges: cases.flatMap((each) => each.exchanges),
    findings: findings.map(({ check, outcome, message }) => `${check} ${outcome}: ${message}`),
  }
}

async function complaintOf(steps: string): Promise<string> {
  try {
    await drive(steps)
    return ''
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : []
    if (faults.length === 0) throw error
    return faults.map((fault) => faultLine(fault).replace(/^.*?(turns\/own)/, '$1')).join('\n')
  }
}

const together = `steps:
  - together:
      - { ${send('first $marker')}, reply: { text: one, faults: { delay-ms: 30 } } }
      - { ${send('second $marker')}, reply: { text: two } }
      - { repeat: 3, ${send('any $marker')}, reply: { text: three } }
`

test('steps that are sent together are each matched with their own provider request', async () => {
  const { exchanges, findings } = await drive(together)
  expect(findings).toEqual([])
  const wordsOf = (hop: string, words: RegExp) =>
    exchanges.filter((each) => each.hop === hop && words.test(each.requestBody)).length
  expect(['client', 'upstream'].map((hop) => [/first/, /second/, /any/].map((words) => wordsOf(hop, words)))).toEqual([
    [1, 1, 3],
    [1, 1, 3],
  ])
})

/** Keeps what came last in one place for all requests: with two under way, one of them is lost. */
function forgetfulGateway(): GatewayAdapter {
  let last = ''
  const start = async ({ routes: [route] }: UpstreamPlan) => {
    const bothThere = Promise.withResolvers<void>()
    let arrived = 0
    const server = createServer(async (request, reply) => {
      last = await text(request)
      arrived += 1
      if (arrived === 2) bothThere.resolve()
      await bothThere.promise
      const answer = await forward(route, last)
      reply.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return {
      version: '0',
      endpoint: () => ({ url: `http://127.0.0.1:${port}/`, headers: {} }),
      logs: () => '',
      died: new Promise<string>(() => {}),
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }
  const features = new Set(['surface:chat-completions', 'provider:openai'] as const)
  return { id: 'forgetful', features, profile: { documented: [] }, start }
}

function forward(route: PlannedRoute | undefined, body: string): Promise<Response> {
  const { alias = '', apiKey = '', baseUrl = '', model = '' } = route ?? {}
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'user-agent': 'forgetful' }
  return fetch(`${baseUrl}/chat/completions`, { method: 'POST', headers, body: body.replace(alias, model) })
}

test('a gateway that mixes up two requests is caught: one arrives twice, the other not at all', async () => {
  const two = `steps:
  - together:
      - { ${send('first $marker')}, reply: { text: one } }
      - { ${send('second $marker')}, reply: { text: two } }
`
  const { findings } = await drive(two, forgetfulGateway())
  expect(findings).toContainEqual(expect.stringMatching(/^call\/count fail: the gateway made (0|2) provider requests/))
  expect(findings).toContainEqual(expect.stringMatching(/^reply\/text fail: the text is "(one|two)"/))
})

test('a step takes from the reply to an earlier one', async () => {
  const steps = `steps:
  - { ${send('one')}, reply: { text: the first answer } }
  - { ${send('$reply.0./choices/0/message/content')}, reply: { text: the second } }
`
  const { exchanges, findings } = await drive(steps)
  expect(findings).toEqual([])
  expect(exchanges.filter(({ requestBody }) => requestBody.includes('"the first answer"'))).toHaveLength(2)
})

test('where the earlier reply has nothing to take, the rest is untestable, and the report says why', async () => {
  const steps = `steps:
  - { ${send('one')}, reply: { text: the first answer } }
  - { ${send('$reply.0./choices/0/message/tool_calls/0/id')} }
`
  const { findings } = await drive(steps)
  expect(findings).toEqual([
    'run/complete untestable: step 1 cannot be sent: the reply to step 0 has nothing at /choices/0/message/tool_calls/0/id',
  ])
})

test.each([
  [
    'steps side by side without a marker',
    `steps:\n  - { repeat: 2, ${send('hi')} }\n`,
    /:8:59: requests that are sent side by side cannot be told apart \[E_SCENARIO_MARKER\]\n {2}Put \$marker into/,
  ],
  [
    'a reply that is not there yet',
    `steps:\n  - { ${send('$reply.0./id')} }\n`,
    /:8:\d+: \$reply\.0\.\/id is a reply that is not there yet \[E_SCENARIO_REPLY\]\n {2}Write \$reply\.0\.\/pointer/,
  ],
  [
    'a reply of a step that goes at the same time',
    `steps:\n  - together:\n      - { ${send('$marker')} }\n      - { ${send('$marker', ', user: $reply.0./id')} }\n`,
    /:10:\d+: \$reply\.0\.\/id is a reply that is not there yet/,
  ],
  ['a reference without a pointer', `steps:\n  - { ${send('$reply.0')} }\n`, /\$reply\.0 is no reference to a reply/],
  [
    'a group in a group',
    `steps:\n  - together:\n      - together: [{ ${send('a')} }, { ${send('b')} }]\n      - { ${send('c')} }\n`,
    /:9:19: steps\.0\.together\.0\.together must not stand here/,
  ],
  [
    'a group that is a step, too',
    `steps:\n  - { ${send('a')}, together: [{ ${send('b')} }, { ${send('c')} }] }\n`,
    /:8:5: steps\.0 must NOT have more than 1 properties/,
  ],
  ['a step without a request', 'steps:\n  - { reply: { text: a } }\n', /:8:5: steps\.0 lacks the key send/],
  [
    'an axis with the name of something else',
    `matrix: { marker: [1, 2] }\nsteps:\n  - { ${send('$marker')} }\n`,
    /:7:11: an axis cannot be called marker: \$marker means something else/,
  ],
])('%s is told at its place', async (_, steps, complaint) => {
  expect(await complaintOf(steps)).toMatch(complaint)
})
