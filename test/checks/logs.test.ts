import { expect, test } from 'vitest'
import { scanLogs } from '../../src/checks/logs.ts'
import { type Canary, createMint } from '../../src/leak/canary.ts'

const mint = createMint('seed', 'case')
const key: Canary = { role: 'client-key', value: `sk-${mint.word('client-key', 32)}` }
const email: Canary = { role: 'user-email', value: `${mint.word('user-email', 16)}@client.example` }
const alias: Canary = { role: 'route-alias', value: `route-${mint.word('route-alias', 16)}` }
const canaries = [key, email, alias]

const said = (text: string) => scanLogs(text, canaries).map(({ check, message }) => `${check}: ${message}`)

test('a key in the output is told once, with the line in which it stands and without the key', () => {
  expect(said(`started\n401 for ${key.value}\n401 for ${key.value}\n`)).toEqual([
    "leak/canary-logs: the gateway's own output shows client-key, 2 times: 401 for sk-<client-key>",
  ])
})

test('every secret of a line is named by its role', () => {
  expect(said(`login ${email.value} with ${key.value}`)).toEqual([
    "leak/canary-logs: the gateway's own output shows client-key: login <user-email>@client.example with sk-<client-key>",
    "leak/canary-logs: the gateway's own output shows user-email: login <user-email>@client.example with sk-<client-key>",
  ])
})

test('a key is found under a disguise, too', () => {
  expect(said(`authorization: Basic ${Buffer.from(`user:${key.value}`).toString('base64')}`)).toHaveLength(1)
})

test('what logs are for is no leak: aliases, and words that this run did not mint', () => {
  const stranger = createMint('seed', 'elsewhere').word('client-key', 32)
  expect(said(`POST /v1/chat/completions 200 ${alias.value} 127.0.0.1:4000\nkey ${stranger}`)).toEqual([])
})

test('a gateway that prints nothing shows nothing', () => {
  expect(said('')).toEqual([])
})
