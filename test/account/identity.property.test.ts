import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Leaf, leavesOf } from '../../src/account/leaves.ts'
import type { Surface } from '../../src/contract/surface.ts'
import { between, changed, complaints, objectsIn } from './accounts.ts'
import { chatRequests, embeddingsRequests, responsesRequests } from './arbitrary.ts'

const surfaces: readonly (readonly [Surface, fc.Arbitrary<Readonly<Record<string, unknown>>>])[] = [
  ['chat-completions', chatRequests],
  ['responses', responsesRequests],
  ['embeddings', embeddingsRequests],
]

/** A body, what a gateway that passes it on sends, and one leaf of the two, which is not the model. */
function passedOn(requests: fc.Arbitrary<Readonly<Record<string, unknown>>>) {
  return fc
    .record({ client: requests, at: fc.nat() })
    .map(({ client, at }) => ({ client, upstream: { ...client, model: 'gpt-5.2' }, leaf: pick(leavesOf(client), at) }))
}

function pick(leaves: readonly Leaf[], at: number): Leaf {
  const others = leaves.filter(({ pointer }) => pointer !== '/model')
  return others[at % others.length] ?? { pointer: '', value: undefined }
}

/** The pointers of equal elements of one list cannot be told apart: one of two equal numbers is as good as the other. */
function isUnique(client: unknown, { pointer, value }: Leaf): boolean {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'))
  return leavesOf(client).filter((leaf) => leaf.value === value && leaf.pointer.startsWith(`${parent}/`)).length === 1
}

for (const [surface, requests] of surfaces) {
  const account = between(surface, surface)

  test(`${surface}: what is passed on is carried, and comes from the client`, () => {
    fc.assert(
      fc.property(passedOn(requests), ({ client, upstream }) => {
        const { ledger } = account(client, upstream)
        expect(new Set(ledger.fates.map(({ fate }) => fate))).toEqual(new Set(['carried']))
        const others = ledger.origins.filter((row) => row.upstream !== '/model')
        expect(new Set(others.map(({ origin }) => origin))).toEqual(new Set(['client']))
      }),
    )
  })

  test(`${surface}: a leaf that is taken out is lost, and no other is`, () => {
    fc.assert(
      fc.property(passedOn(requests), ({ client, upstream, leaf }) => {
        fc.pre(isUnique(client, leaf))
        expect(complaints(account(client, changed(upstream, leaf.pointer, undefined)))).toEqual([
          `lost ${leaf.pointer}`,
        ])
      }),
    )
  })

  test(`${surface}: a leaf that arrives with another value is altered, and no other is`, () => {
    fc.assert(
      fc.property(passedOn(requests), ({ client, upstream, leaf }) => {
        fc.pre(isUnique(client, leaf))
        const other = changed(upstream, leaf.pointer, typeof leaf.value === 'number' ? -1 : 'another')
        expect(complaints(account(client, other))).toEqual([`altered ${leaf.pointer}`])
      }),
    )
  })

  test(`${surface}: a field that nobody sent is unaccounted, and nothing else is`, () => {
    fc.assert(
      fc.property(passedOn(requests), fc.nat(), ({ client, upstream }, at) => {
        const objects = objectsIn(upstream)
        const pointer = `${objects[at % objects.length]}/internal_key`
        const more = changed(upstream, pointer, 'secret')
        expect(complaints(account(client, more))).toEqual([`unaccounted ${pointer}`])
      }),
    )
  })
}
