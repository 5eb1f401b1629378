import { readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault } from '../../contract/fault.ts'
import { isRecord } from '../../contract/pointer.ts'

/** Uploads to PyPI that carried malware (March 2026). They must not even be started. */
export const compromisedVersions: ReadonlySet<string> = new Set(['1.82.7', '1.82.8'])

/** @throws Fault E_GATEWAY_COMPROMISED */
export function refuseCompromised(version: string | undefined): void {
  if (version === undefined || !compromisedVersions.has(version)) return
  throw new Fault('E_GATEWAY_COMPROMISED', `litellm ${version} was a malicious upload and must not run`, {
    hint: 'Remove that environment, rotate every credential it could read, and install another version.',
  })
}

/**
 * The version in the Python environment of this executable, read from the names of its packages' metadata: no Python is
 * started, so a compromised version has not run when it is refused. `undefined` when the executable is part of none.
 */
export function installedVersion(executable: string): string | undefined {
  const library = join(dirname(dirname(realPath(executable))), 'lib')
  const packages = names(library)
    .filter((name) => name.startsWith('python'))
    .flatMap((python) => ['site-packages', 'dist-packages'].flatMap((folder) => names(join(library, python, folder))))
  return packages.map((name) => /^litellm-(\d.*)\.dist-info$/.exec(name)?.[1]).find((version) => version !== undefined)
}

/** Newer versions tell it to the operator only on the second path; older ones know only the first. */
const readinessPaths = ['/health/readiness', '/health/readiness/details']

/** What a running proxy says of itself to its operator; `undefined` when it does not. */
export async function runningVersion(origin: string, masterKey: string): Promise<string | undefined> {
  for (const path of readinessPaths) {
    const body = await getJson(`${origin}${path}`, masterKey)
    if (isRecord(body) && typeof body['litellm_version'] === 'string') return body['litellm_version']
  }
  return undefined
}

async function getJson(url: string, key: string): Promise<unknown> {
  try {
    const reply = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
    return await reply.json()
  } catch {
    return undefined
  }
}

/** Where links lead; what is not there stays as it is. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
