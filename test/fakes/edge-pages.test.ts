import { expect, test } from 'vitest'
import { hello, postTurn, startCodex, token } from './codex-fake.ts'

test.each([
  ['codex/challenge', 'text/html; charset=UTF-8', /<title>Just a moment\.\.\.<\/title>/, 'challenge'],
  ['codex/blocked', 'text/html; charset=UTF-8', /<title>Attention Required! \| Cloudflare<\/title>/, null],
  ['codex/forbidden', null, /^$/, null],
])('a script may have %s said by the network in front of the back end', async (rule, type, text, mitigated) => {
  await using running = await startCodex()
  running.script('edge', 0, [{ error: { rule } }])
  running.allowKey('codex', token, 'edge')
  const reply = await postTurn(running, hello)
  expect(reply.status).toBe(403)
  expect(reply.headers.get('content-type')).toBe(type)
  expect(reply.headers.get('server')).toBe('cloudflare')
  expect(reply.headers.get('cf-mitigated')).toBe(mitigated)
  expect(reply.headers.has('x-oai-request-id')).toBe(false)
  expect(await reply.text()).toMatch(text)
  expect(running.faults).toEqual([])
})
