import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../contract/fault.ts'
import { mintTls } from '../fake-kit/tls/mint-tls.ts'
import { readTls, type ServerTls } from '../fake-kit/tls/server-tls.ts'

/** With what the fakes speak TLS. Disposing removes the file. */
export interface ServedTls extends Disposable {
  /** `undefined`: plain HTTP. */
  readonly server: ServerTls | undefined
  /** Path of what a client has to trust, in PEM; `undefined` where that is not of our making. */
  readonly authorityFile: string | undefined
}

const ownHosts = ['localhost', '127.0.0.1', '::1']
const anyHost = ['0.0.0.0', '::']

/**
 * @param option `self`, or the paths `CERT,KEY`
 * @param host where the fakes listen
 * @throws Fault E_OPTION_VALUE, E_TLS_*
 */
export function servedTls(option: string | undefined, host: string): ServedTls {
  if (option === 'self') return ownTls(host)
  return {
    server: option === undefined ? undefined : givenTls(option),
    authorityFile: undefined,
    [Symbol.dispose]: () => {},
  }
}

function givenTls(option: string): ServerTls {
  const [certificate = '', key = '', ...more] = option.split(',')
  if (certificate !== '' && key !== '' && more.length === 0) return readTls(certificate, key)
  throw new Fault('E_OPTION_VALUE', `--tls ${option} names no certificate with its key`, {
    hint: 'Write --tls CERT,KEY with the paths of two files in PEM, or --tls self.',
  })
}

function ownTls(host: string): ServedTls {
  const { authority, ...server } = mintTls([...new Set([...ownHosts, ...(anyHost.includes(host) ? [] : [host])])])
  const folder = folderWith('ca.pem', authority)
  return {
    server,
    authorityFile: join(folder, 'ca.pem'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** @throws Fault E_TLS_UNWRITABLE */
function folderWith(file: string, text: string): string {
  try {
    const folder = mkdtempSync(join(tmpdir(), 'watertight-'))
    writeFileSync(join(folder, file), text)
    return folder
  } catch (cause) {
    throw new Fault('E_TLS_UNWRITABLE', `what clients have to trust cannot be written below ${tmpdir()}`, {
      hint: 'Set TMPDIR to a folder that can be written, or give files of your own: --tls CERT,KEY.',
      cause,
    })
  }
}
