import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OriginRow } from '../../src/account/ledger.ts'
import { withChatDefaults } from '../../src/gateways/reference/bridge/chat-defaults.ts'
import { responsesRequest } from '../../src/gateways/reference/bridge/responses-request.ts'
import { chatRequest } from '../../src/gateways/reference/bridge-back/chat-request.ts'
import { type Between, between, changed, complaints } from './accounts.ts'
import { chatRequests, responsesRequests } from './arbitrary.ts'

type Body = Readonly<Record<string, unknown>>

interface Bridge {
  readonly name: string
  readonly requests: fc.Arbitrary<Body>
  readonly account: Between
  readonly translate: (client: Body) => { readonly request: Body; readonly lost: readonly string[] }
}

const bridges: readonly Bridge[] = [
  {
    name: 'chat-completions to responses',
    requests: chatRequests,
    account: between('chat-completions', 'responses'),
    translate: (client) => responsesRequest(withChatDefaults(client)),
  },
  {
    name: 'responses to chat-completions',
    requests: responsesRequests,
    account: between('responses', 'chat-completions'),
    translate: chatRequest,
  },
]

function bridged({ requests, translate }: Bridge) {
  return requests.map((client) => {
    const { request, lost } = translate(client)
    return { client, upstream: { ...request, model: 'gpt-5.2' }, signalled: lost }
  })
}

/** A type says again what the rest of its object shows. */
function isSaidTwice({ upstream }: OriginRow): boolean {
  return /\/type$/.test(upstream)
}

for (const bridge of bridges) {
  const { name, account } = bridge

  test(`${name}: a correct bridge leaves nothing lost, altered or unaccounted`, () => {
    fc.assert(
      fc.property(bridged(bridge), ({ client, upstream, signalled }) => {
        expect(complaints(account(client, upstream, { signalled }))).toEqual([])
      }),
    )
  })

  for (const [what, value] of [
    ['taken out', undefined],
    ['changed', 'another'],
  ] as const) {
    test(`${name}: what is ${what} on the way is missed where it stood`, () => {
      fc.assert(
        fc.property(bridged(bridge), fc.nat(), ({ client, upstream, signalled }, at) => {
          const { origins } = account(client, upstream, { signalled }).ledger
          const ours = origins.filter((row) => row.origin === 'client' && !isSaidTwice(row))
          const row = ours[at % ours.length]
          fc.pre(row !== undefined)
          const found = complaints(account(client, changed(upstream, row.upstream, value), { signalled }))
          const blamed = found.filter((complaint) => row.client.some((pointer) => complaint.endsWith(` ${pointer}`)))
          expect(row.client.length === 0 ? found : blamed).not.toEqual([])
        }),
      )
    })
  }
}
