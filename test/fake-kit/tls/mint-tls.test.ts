import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { mintTls } from '../../../src/fake-kit/tls/mint-tls.ts'

const hosts = ['localhost', '127.0.0.1', '::1', '2001:db8::ff00:42:8329', 'fakes.test']
const minted = mintTls(hosts)
const server = new X509Certificate(minted.cert)
const authority = new X509Certificate(minted.authority)

test('a certificate is good for its hosts and no other', () => {
  expect(hosts.map((host) => server.checkHost(host) ?? server.checkIP(host))).toEqual(hosts)
  expect(server.checkHost('example.com')).toBeUndefined()
  expect(server.checkIP('127.0.0.2')).toBeUndefined()
})

test('the server is no authority, and the authority is no server', () => {
  expect(server.checkIssued(authority)).toBe(true)
  expect(server.verify(authority.publicKey)).toBe(true)
  expect(authority.verify(authority.publicKey)).toBe(true)
  expect([server.ca, authority.ca]).toEqual([false, true])
  expect(authority.subjectAltName).toBeUndefined()
})

test('two of them have nothing in common, so that trust in one is no trust in the other', () => {
  const other = new X509Certificate(mintTls(hosts).authority)
  expect(other.subject).not.toBe(authority.subject)
  expect(server.verify(other.publicKey)).toBe(false)
})

test.each([
  ['2026-03-01T12:00:00Z', 'Feb 28 12:00:00 2026 GMT', 'Mar  1 12:00:00 2027 GMT'],
  ['2049-06-01T00:00:00Z', 'May 31 00:00:00 2049 GMT', 'Jun  1 00:00:00 2050 GMT'],
])('at %s it is valid from a day ago for a year, also across 2050', (now, from, to) => {
  const { validFrom, validTo } = new X509Certificate(mintTls(hosts, new Date(now)).cert)
  expect([validFrom, validTo]).toEqual([from, to])
})
