import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { mintTls } from '../../../src/fake-kit/tls/mint-tls.ts'
import { readTls } from '../../../src/fake-kit/tls/server-tls.ts'

const folder = mkdtempSync(join(tmpdir(), 'watertight-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const minted = mintTls(['localhost'])
const encrypted = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' },
}).privateKey
const cert = file('cert.pem', minted.cert)
const key = file('key.pem', minted.key)

test('a certificate and its key are read, also from one file, and with others behind the first', () => {
  expect(readTls(cert, key)).toEqual({ cert: minted.cert, key: minted.key })
  const chain = minted.cert + minted.authority
  const all = file('all.pem', chain + minted.key)
  expect(readTls(file('chain.pem', chain), key).cert).toBe(chain)
  expect(readTls(all, all).key).toContain(minted.key)
})

test.each([
  ['E_TLS_UNREADABLE', join(folder, 'missing.pem'), key, 'missing.pem cannot be read: ENOENT'],
  ['E_TLS_UNREADABLE', cert, folder, 'cannot be read: EISDIR'],
  ['E_TLS_CERTIFICATE', file('empty.pem', ''), key, 'empty.pem holds no certificate'],
  ['E_TLS_KEY', cert, file('text.pem', 'hello'), 'text.pem holds no private key'],
  ['E_TLS_MISMATCH', cert, file('other.pem', mintTls(['localhost']).key), 'other.pem is not the key of'],
])('%s: %s with %s', (code, certificateFile, keyFile, message) => {
  const read = () => readTls(certificateFile, keyFile)
  expect(read).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
})

test.each([
  ['files in the wrong order', key, key, 'It holds a key: the certificate is given first.'],
  ['a certificate for a key', cert, cert, 'It holds a certificate: the key is given second.'],
  ['a key that is encrypted', cert, file('secret.pem', encrypted), 'It is encrypted: store it without a passphrase.'],
])('%s are told as that', (_, certificateFile, keyFile, hint) => {
  expect(() => readTls(certificateFile, keyFile)).toThrow(expect.objectContaining({ hint }))
})
