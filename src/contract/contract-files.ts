import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packagePath } from './package-path.ts'
import { isRecord } from './pointer.ts'
import { type ReadyValidators, readyValidators } from './schema/ready-validators.ts'
import { readYamlFile, shownPath, type YamlFile } from './yaml-file.ts'

/** The YAML files below a folder of contracts, each read once. */
export interface ContractFiles {
  /** @throws Fault E_FILE_UNREADABLE; Fault | Faults E_YAML_SYNTAX */
  read(path: string): YamlFile
  /** They are byte for byte what the build has read, checked and compiled, so that none of it has to be done again. */
  readonly proven: boolean
  /** Their schemas, by address, as the build has compiled them; none in the sources. */
  readonly ready: ReadyValidators | undefined
}

/** What the build leaves behind: the contracts that it found sound, parsed. */
export interface PreparedContracts {
  readonly fingerprint: string
  /** The values of the files, by their path below the folder. */
  readonly files: Readonly<Record<string, unknown>>
}

/** Where the build leaves them; `undefined` in the sources, which always check everything. */
export const preparedPath: string | undefined = import.meta.filename.endsWith('.js')
  ? join(import.meta.dirname, '../../prepared-contracts.json')
  : undefined

/** What the build has compiled stands beside what it has read. */
export function validatorsBeside(preparedAt: string): string {
  return join(dirname(preparedAt), 'prepared-validators.cjs')
}

/** What a schema is called there: its address below the folder, which is another one on every machine. */
export function schemaName(root: string, address: string): string {
  const base = `${pathToFileURL(root).href}/`
  return address.startsWith(base) ? address.slice(base.length) : address
}

/**
 * @param root the folder of the providers' folders
 * @param preparedAt what a build left behind, if it did
 */
export function contractFiles(root: string, preparedAt: string | undefined): ContractFiles {
  const prepared = preparedAt === undefined ? undefined : readPrepared(root, preparedAt)
  const known = new Map<string, YamlFile>()
  return {
    proven: prepared !== undefined,
    ready: prepared === undefined || preparedAt === undefined ? undefined : readyBeside(root, preparedAt),
    read(path) {
      const value = prepared?.files[keyOf(root, path)]
      const file = known.get(path) ?? (value === undefined ? readYamlFile(path) : parsedBefore(path, value))
      known.set(path, file)
      return file
    },
  }
}

function readyBeside(root: string, preparedAt: string): ReadyValidators | undefined {
  const path = validatorsBeside(preparedAt)
  if (!existsSync(path)) return undefined
  const validators = readyValidators(path)
  return (address) => validators(schemaName(root, address))
}

let filesOfPackage: ContractFiles | undefined

/** Those of this package, as they were when the process first asked for them. */
export function packageContractFiles(): ContractFiles {
  filesOfPackage ??= contractFiles(packagePath('contracts'), preparedPath)
  return filesOfPackage
}

/** @throws Fault E_FILE_UNREADABLE; Fault | Faults E_YAML_SYNTAX */
export function prepareContracts(root: string): PreparedContracts {
  const values = yamlFiles(root).map((path) => [keyOf(root, path), readYamlFile(path).value])
  return { fingerprint: fingerprintOf(root), files: Object.fromEntries(values) }
}

/** `undefined` when the build left nothing, or something changed since. */
function readPrepared(root: string, preparedAt: string): PreparedContracts | undefined {
  if (!existsSync(preparedAt)) return undefined
  const prepared: unknown = JSON.parse(readFileSync(preparedAt, 'utf8'))
  if (!isPrepared(prepared) || prepared.fingerprint !== fingerprintOf(root)) return undefined
  return prepared
}

function isPrepared(value: unknown): value is PreparedContracts {
  return isRecord(value) && typeof value['fingerprint'] === 'string' && isRecord(value['files'])
}

/** Changes with every byte of every file, with every name, and with every file that comes or goes. */
function fingerprintOf(root: string): string {
  const hash = createHash('sha256')
  for (const path of yamlFiles(root)) {
    const bytes = readFileSync(path)
    hash.update(`${keyOf(root, path)}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function yamlFiles(root: string): string[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(root, name))
}

function keyOf(root: string, path: string): string {
  return relative(root, path).split(sep).join('/')
}

/** Only a fault asks where a value stands; the text is parsed when one does. */
function parsedBefore(path: string, value: unknown): YamlFile {
  let parsed: YamlFile | undefined
  const file = (): YamlFile => {
    parsed ??= readYamlFile(path)
    return parsed
  }
  return {
    file: shownPath(path),
    get text() {
      return file().text
    },
    value,
    place: (where, options) => file().place(where, options),
  }
}
