import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { bits, explicit, implicit, integer, objectId, octets, sequence, setOf, time, truth, utf8 } from './der.ts'
import type { ServerTls } from './server-tls.ts'

/** A certificate of our own making. */
export interface MintedTls extends ServerTls {
  /** What a client has to trust, in PEM. Its key is gone: it never signs anything else. */
  readonly authority: string
}

const day = 24 * 60 * 60 * 1000
const lifetime = 365 * day

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'))
const serverAuth = objectId('1.3.6.1.5.5.7.3.1')
const extensionIds = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  constraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  purposes: '2.5.29.37',
} as const

/**
 * A server certificate for these hosts, from an authority of its own: clients that read RFC 5280 closely do not take a
 * server's certificate for an authority, nor the other way round.
 * @param hosts names, IPv4 and IPv6 addresses
 */
export function mintTls(hosts: readonly string[], now: Date = new Date()): MintedTls {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issued = { by: authority, issuer: `watertight ${randomBytes(4).toString('hex')}`, at: now }
  return {
    authority: certificate({
      ...issued,
      subject: issued.issuer,
      publicKey: authority.publicKey,
      extensions: [
        critical('constraints', sequence(truth(), integer(Buffer.from([0])))),
        critical('keyUsage', bits(Buffer.from([0b0000_0100]), 2)),
        extension('subjectKey', octets(keyId(authority.publicKey))),
      ],
    }),
    cert: certificate({
      ...issued,
      subject: hosts[0] ?? 'watertight',
      publicKey: server.publicKey,
      extensions: [
        critical('constraints', sequence()),
        critical('keyUsage', bits(Buffer.from([0b1000_0000]), 7)),
        extension('purposes', sequence(serverAuth)),
        extension('names', sequence(...hosts.map(generalName))),
        extension('subjectKey', octets(keyId(server.publicKey))),
        extension('authorityKey', sequence(implicit(0, keyId(authority.publicKey)))),
      ],
    }),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

interface Certified {
  readonly by: { readonly privateKey: KeyObject }
  readonly issuer: string
  readonly at: Date
  readonly subject: string
  readonly publicKey: KeyObject
  readonly extensions: readonly Buffer[]
}

/** In PEM. Valid from a day ago, for clocks that are late. */
function certificate({ by, issuer, at, subject, publicKey, extensions }: Certified): string {
  const version3 = explicit(0, integer(Buffer.from([2])))
  const validity = sequence(time(new Date(at.getTime() - day)), time(new Date(at.getTime() + lifetime)))
  const content = sequence(
    version3,
    integer(randomBytes(16)),
    ecdsaWithSha256,
    commonName(issuer),
    validity,
    commonName(subject),
    publicKeyInfo(publicKey),
    explicit(3, sequence(...extensions)),
  )
  const signature = bits(sign('sha256', content, by.privateKey))
  return pem(sequence(content, ecdsaWithSha256, signature))
}

function commonName(name: string): Buffer {
  return sequence(setOf(sequence(objectId('2.5.4.3'), utf8(name))))
}

function publicKeyInfo(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20)
}

function extension(name: keyof typeof extensionIds, value: Buffer): Buffer {
  return sequence(objectId(extensionIds[name]), octets(value))
}

function critical(name: keyof typeof extensionIds, value: Buffer): Buffer {
  return sequence(objectId(extensionIds[name]), truth(), octets(value))
}

function generalName(host: string): Buffer {
  switch (isIP(host)) {
    case 4:
      return implicit(7, Buffer.from(host.split('.').map(Number)))
    case 6:
      return implicit(7, ipv6Bytes(host))
    default:
      return implicit(2, Buffer.from(host))
  }
}

function ipv6Bytes(address: string): Buffer {
  const [bare] = address.split('%')
  const written = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [left = [], right = []] = written.split('::').map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
