import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { Fault } from '../../contract/fault.ts'
import { shownPath } from '../../contract/yaml-file.ts'

/** With what a server speaks TLS: its certificate, others behind it, and the key of the first; all in PEM. */
export interface ServerTls {
  readonly cert: string
  readonly key: string
}

/**
 * Reads a certificate and its key, and makes sure that a server can use them.
 * @throws Fault E_TLS_UNREADABLE, E_TLS_CERTIFICATE, E_TLS_KEY, E_TLS_MISMATCH
 */
export function readTls(certificateFile: string, keyFile: string): ServerTls {
  const cert = readText(certificateFile, 'certificate')
  const key = readText(keyFile, 'key')
  const privateKey = parsedKey(key, keyFile)
  if (!parsedCertificate(cert, certificateFile).checkPrivateKey(privateKey)) {
    throw new Fault('E_TLS_MISMATCH', `${shownPath(keyFile)} is not the key of ${shownPath(certificateFile)}`, {
      hint: 'Give the certificate together with the key it was made for; the certificate of the server stands first in its file.',
    })
  }
  checkUsable({ cert, key }, certificateFile)
  return { cert, key }
}

function readText(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new Fault('E_TLS_UNREADABLE', `the ${what} ${shownPath(file)} cannot be read: ${why}`, {
      hint: 'Give two files in PEM: the certificate, a comma, its key.',
      cause,
    })
  }
}

function parsedCertificate(text: string, file: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch (cause) {
    throw new Fault('E_TLS_CERTIFICATE', `${shownPath(file)} holds no certificate in PEM`, {
      hint: text.includes('PRIVATE KEY')
        ? 'It holds a key: the certificate is given first.'
        : 'It begins with -----BEGIN CERTIFICATE-----.',
      cause,
    })
  }
}

function parsedKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch (cause) {
    throw new Fault('E_TLS_KEY', `${shownPath(file)} holds no private key that can be used`, {
      hint: keyHint(text),
      cause,
    })
  }
}

function keyHint(text: string): string {
  if (/ENCRYPTED/.test(text)) return 'It is encrypted: store it without a passphrase.'
  if (text.includes('BEGIN CERTIFICATE')) return 'It holds a certificate: the key is given second.'
  return 'It has to be in PEM: -----BEGIN PRIVATE KEY-----.'
}

/** OpenSSL has rules of its own, such as how long a key has to be. */
function checkUsable(tls: ServerTls, certificateFile: string): void {
  try {
    createSecureContext(tls)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('E_TLS_CERTIFICATE', `${shownPath(certificateFile)} cannot be used by a server: ${why}`, {
      hint: 'Make a new one, for example with an elliptic key, or let --tls self do so.',
      cause,
    })
  }
}
